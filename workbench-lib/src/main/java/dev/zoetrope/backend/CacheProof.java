package dev.zoetrope.backend;

import static dev.zoetrope.backend.Finding.no;
import static dev.zoetrope.backend.Finding.unknown;
import static dev.zoetrope.backend.Finding.yes;

import dev.zoetrope.media.EncodedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Whether a server reads faster what it read before, when nothing is said against it: the same
 * question twice, and the same picture behind other words. Its own count is believed before time.
 */
final class CacheProof implements Proof {
  private static final int PAIRS = 3;
  private static final int SIZE = 512;

  /** Longer than a block of any known cache is not possible in small contexts; this is most. */
  private static final String LONG =
      "one two three four five six seven eight nine ten. ".repeat(12);

  private record Pair(ProofReply first, ProofReply again) {}

  @Override
  public String what() {
    return "the same again, for caches";
  }

  @Override
  public int requests(ProbeDepth depth) {
    return 2 * PAIRS + (depth == ProbeDepth.FULL ? 2 * PAIRS + 1 : 0);
  }

  @Override
  public int pictures(ProbeDepth depth) {
    return depth == ProbeDepth.FULL ? 2 * PAIRS + 1 : 0;
  }

  @Override
  public void prove(ProofBook book) throws InterruptedException {
    book.found(prompts(book));
    if (book.isFull() && book.isProven(Trait.PICTURES)) {
      book.found(pictures(book));
    }
  }

  private static Finding prompts(ProofBook book) throws InterruptedException {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      String words = book.asker().nonce() + " " + LONG + ProofAsker.DESCRIBE;
      pairs.add(new Pair(asked(book, List.of(), words), asked(book, List.of(), words)));
    }
    ProofReply most = most(pairs);
    OptionalInt cached = most.cachedTokens();
    if (cached.isEmpty()) {
      return timed(Trait.PROMPT_CACHE, pairs);
    }
    String count = cached.getAsInt() + " of " + most.promptTokens().orElse(0) + " tokens";
    return cached.getAsInt() > 0
        ? yes(Trait.PROMPT_CACHE, "the second time " + count + " came out of it")
        : no(Trait.PROMPT_CACHE, "the second time " + count + " came out of one");
  }

  /** Of the second times the one that shows a cache best. */
  private static ProofReply most(List<Pair> pairs) {
    return pairs.stream()
        .map(Pair::again)
        .max(Comparator.comparingInt(again -> again.cachedTokens().orElse(-1)))
        .orElseThrow();
  }

  /** The first is thrown away: a size that is new to a server costs more than a picture. */
  private static Finding pictures(ProofBook book) throws InterruptedException {
    asked(book, List.of(book.asker().pictures().sized(SIZE)), words(book));
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      List<EncodedImage> picture = List.of(book.asker().pictures().sized(SIZE));
      pairs.add(new Pair(behindWords(book, picture), behindWords(book, picture)));
    }
    return timed(Trait.PICTURE_CACHE, pairs);
  }

  private static String words(ProofBook book) {
    return book.asker().nonce() + " " + ProofAsker.DESCRIBE;
  }

  /** New words first, so that no cache of prompts knows what follows. */
  private static ProofReply behindWords(ProofBook book, List<EncodedImage> picture)
      throws InterruptedException {
    List<ContentPart> parts = new ArrayList<>();
    parts.add(new ContentPart.Text(book.asker().nonce()));
    picture.forEach(image -> parts.add(new ContentPart.Image(image)));
    parts.add(new ContentPart.Text(ProofAsker.DESCRIBE));
    return live(book, new VlmRequest(parts, Sampling.greedy(1)));
  }

  private static ProofReply asked(ProofBook book, List<EncodedImage> images, String words)
      throws InterruptedException {
    return live(book, ProofAsker.question(images, words, Sampling.greedy(1)));
  }

  private static ProofReply live(ProofBook book, VlmRequest request) throws InterruptedException {
    return book.asker().ask(request.withCache(CachePolicy.LIVE));
  }

  /** Only what every pair shows is shown: a busy machine is slow at random. */
  private static Finding timed(Trait trait, List<Pair> pairs) {
    if (pairs.stream().anyMatch(pair -> ratio(pair).isEmpty())) {
      return unknown(trait, "the server tells neither a count nor a time");
    }
    double[] ratios =
        pairs.stream().mapToDouble(pair -> ratio(pair).orElseThrow()).sorted().toArray();
    String evidence =
        String.format(
            Locale.ROOT,
            "no count told; the second time took %.2f to %.2f of the first",
            ratios[0],
            ratios[ratios.length - 1]);
    if (ratios[ratios.length - 1] < 0.6) {
      return yes(trait, evidence);
    }
    return ratios[0] > 0.75 ? no(trait, evidence) : unknown(trait, evidence);
  }

  private static OptionalDouble ratio(Pair pair) {
    OptionalDouble first = pair.first().promptMillis();
    OptionalDouble again = pair.again().promptMillis();
    return first.isPresent() && again.isPresent() && first.getAsDouble() > 0
        ? OptionalDouble.of(again.getAsDouble() / first.getAsDouble())
        : OptionalDouble.empty();
  }
}
