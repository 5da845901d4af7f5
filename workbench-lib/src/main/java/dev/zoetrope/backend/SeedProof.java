package dev.zoetrope.backend;

import static dev.zoetrope.backend.Finding.no;
import static dev.zoetrope.backend.Finding.unknown;
import static dev.zoetrope.backend.Finding.yes;

import dev.zoetrope.media.EncodedImage;
import java.util.List;

/**
 * Whether chance can be repeated: one seed twice, then others, with a temperature that scatters.
 */
final class SeedProof implements Proof {
  private static final int TOKENS = 24;
  private static final double HOT = 1.5;

  @Override
  public String what() {
    return "the seed";
  }

  @Override
  public int requests(ProbeDepth depth) {
    return 4;
  }

  @Override
  public int pictures(ProbeDepth depth) {
    return requests(depth);
  }

  @Override
  public void prove(ProofBook book) throws InterruptedException {
    List<EncodedImage> images =
        book.isProven(Trait.PICTURES)
            ? List.of(book.asker().pictures().circle("green"))
            : List.of();
    ProofReply first = asked(book, images, 1);
    ProofReply again = asked(book, images, 1);
    if (!first.isAnswered() || !again.isAnswered()) {
      book.found(unknown(Trait.SEED, "refused: " + first.because() + again.because()));
    } else if (!first.words().equals(again.words())) {
      book.found(no(Trait.SEED, "one seed gave " + first.quoted() + ", then " + again.quoted()));
    } else {
      book.found(others(book, images, first));
    }
  }

  private static Finding others(ProofBook book, List<EncodedImage> images, ProofReply first)
      throws InterruptedException {
    for (int seed = 2; seed <= 3; seed++) {
      ProofReply other = asked(book, images, seed);
      if (other.isAnswered() && !other.words().equals(first.words())) {
        return yes(Trait.SEED, "one seed gave one text twice, another seed another");
      }
    }
    return unknown(Trait.SEED, "three seeds gave one text: " + first.quoted());
  }

  private static ProofReply asked(ProofBook book, List<EncodedImage> images, int seed)
      throws InterruptedException {
    return book.asker()
        .ask(ProofAsker.question(images, "Describe the image.", new Sampling(TOKENS, HOT, seed)));
  }
}
