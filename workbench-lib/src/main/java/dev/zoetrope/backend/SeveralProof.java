package dev.zoetrope.backend;

import static dev.zoetrope.backend.Finding.no;
import static dev.zoetrope.backend.Finding.unknown;
import static dev.zoetrope.backend.Finding.yes;

import dev.zoetrope.backend.Capabilities.PictureLimit.Source;
import dev.zoetrope.media.EncodedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Whether several pictures are read, each for itself. Some servers take two neighbours of one size
 * for a video and fuse them, until words stand between them.
 */
final class SeveralProof implements Proof {
  private static final int FEW = 4;

  @Override
  public String what() {
    return "two and four pictures";
  }

  @Override
  public int requests(ProbeDepth depth) {
    return 3;
  }

  @Override
  public int pictures(ProbeDepth depth) {
    return 8;
  }

  @Override
  public void prove(ProofBook book) throws InterruptedException {
    if (!book.isProven(Trait.PICTURES)) {
      unfit(book);
      return;
    }
    ProofReply two = sent(book, 2);
    if (isOneOnly(two)) {
      book.limit(1, Source.TOLD);
      book.found(no(Trait.SEVERAL_PICTURES, "one at a time: " + two.because()));
      return;
    }
    if (!two.isAnswered() && !isLoss(two)) {
      book.found(no(Trait.SEVERAL_PICTURES, "two were refused: " + two.because()));
      book.limit(1, Source.SEARCHED);
      return;
    }
    book.found(yes(Trait.SEVERAL_PICTURES, "two were answered"));
    apart(book, two);
    four(book);
  }

  private static void unfit(ProofBook book) {
    String reason = book.isRefuted(Trait.PICTURES) ? "it takes no pictures" : "no picture was read";
    for (Trait trait : List.of(Trait.SEVERAL_PICTURES, Trait.KEPT_APART, Trait.ALL_SEEN)) {
      book.found(unknown(trait, reason));
    }
  }

  static ProofReply sent(ProofBook book, int pictures) throws InterruptedException {
    return book.asker().counted(book.asker().pictures().many(pictures), ProofAsker.DESCRIBE);
  }

  private static boolean isOneOnly(ProofReply reply) {
    return reply
        .refusal()
        .filter(e -> e instanceof BackendException.TooManyImages many && many.most() == 1)
        .isPresent();
  }

  static boolean isLoss(ProofReply reply) {
    return reply.refusal().filter(BackendException.PicturesLost.class::isInstance).isPresent();
  }

  /** Two must cost about one more than one does. */
  private static void apart(ProofBook book, ProofReply two) throws InterruptedException {
    if (!isLoss(two) && !isCounted(book)) {
      book.found(unknown(Trait.KEPT_APART, "the server tells no count of tokens"));
      return;
    }
    if (!isLoss(two) && isOneMore(book, two.promptTokens())) {
      book.two(two.promptTokens());
      book.found(yes(Trait.KEPT_APART, "two cost " + book.more().orElseThrow() + " tokens more"));
      return;
    }
    ProofReply split = split(book);
    boolean cured = isOneMore(book, split.promptTokens());
    if (cured) {
      book.two(split.promptTokens());
    }
    book.found(
        no(
            Trait.KEPT_APART,
            cured
                ? "two neighbours cost what one does; with words between them each is read"
                : "two cost what one does, also with words between them"));
    if (!cured) {
      book.found(no(Trait.ALL_SEEN, "of two pictures one was read, without an error"));
      book.limit(1, Source.SEARCHED);
    }
  }

  private static boolean isCounted(ProofBook book) {
    return book.words().isPresent() && book.one().isPresent();
  }

  private static boolean isOneMore(ProofBook book, OptionalInt prompt) {
    if (prompt.isEmpty() || !isCounted(book)) {
      return false;
    }
    int one = book.one().getAsInt() - book.words().getAsInt();
    return 4 * (prompt.getAsInt() - book.one().getAsInt()) >= 3 * one;
  }

  private static ProofReply split(ProofBook book) throws InterruptedException {
    List<ContentPart> parts = new ArrayList<>();
    for (EncodedImage image : book.asker().pictures().many(2)) {
      parts.add(new ContentPart.Image(image));
      parts.add(new ContentPart.Text(parts.size() == 1 ? "." : ProofAsker.DESCRIBE));
    }
    return book.asker().ask(new VlmRequest(parts, Sampling.greedy(1)));
  }

  private static void four(ProofBook book) throws InterruptedException {
    if (book.isRefuted(Trait.ALL_SEEN)) {
      return;
    }
    judge(book, FEW, sent(book, FEW));
  }

  /** Whether so many were read; what that shows is written down. */
  static boolean judge(ProofBook book, int pictures, ProofReply reply) {
    OptionalInt seen = book.seen(reply.promptTokens());
    if (isLoss(reply) || seen.isPresent() && seen.getAsInt() < pictures - pictures / 16) {
      int few = seen.isPresent() ? seen.getAsInt() : lost(reply);
      if (!book.isRefuted(Trait.KEPT_APART)) {
        book.found(
            no(
                Trait.ALL_SEEN,
                "of " + pictures + " pictures about " + few + " were read, without an error"));
      }
      return false;
    }
    if (!reply.isAnswered()) {
      return false;
    }
    book.limit(pictures, Source.AT_LEAST);
    book.found(
        seen.isPresent()
            ? yes(Trait.ALL_SEEN, pictures + " pictures cost " + pictures + " times as much")
            : unknown(Trait.ALL_SEEN, "the server tells no count of tokens"));
    return true;
  }

  private static int lost(ProofReply reply) {
    return reply
        .refusal()
        .map(e -> e instanceof BackendException.PicturesLost loss ? loss.seen() : 0)
        .orElse(0);
  }
}
