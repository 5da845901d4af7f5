package dev.zoetrope.backend;

import dev.zoetrope.media.EncodedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Asks a probe's questions one after the other and counts them. Of one thread. */
final class ProofAsker {
  static final String DESCRIBE = "What color is the circle?";

  private final VlmBackend backend;
  private final ProofPictures pictures;
  private final Random dice;
  private int asked;

  ProofAsker(VlmBackend backend, Random dice) {
    this.backend = backend;
    this.dice = dice;
    this.pictures = new ProofPictures(dice);
  }

  BackendCard card() {
    return backend.card();
  }

  ProofPictures pictures() {
    return pictures;
  }

  int asked() {
    return asked;
  }

  /** Letters that nobody sent before. */
  String nonce() {
    return Long.toString(dice.nextLong() >>> 1, Character.MAX_RADIX);
  }

  /** One token is enough to have the prompt counted. */
  ProofReply counted(List<EncodedImage> images, String words) throws InterruptedException {
    return ask(question(images, words, Sampling.greedy(1)));
  }

  ProofReply answered(List<EncodedImage> images, String words) throws InterruptedException {
    return ask(question(images, words, Sampling.greedy(48)));
  }

  static VlmRequest question(List<EncodedImage> images, String words, Sampling sampling) {
    List<ContentPart> parts = new ArrayList<>();
    images.forEach(image -> parts.add(new ContentPart.Image(image)));
    parts.add(new ContentPart.Text(words));
    return new VlmRequest(parts, sampling);
  }

  /**
   * The answer, or the refusal where that tells something about the server.
   *
   * @throws BackendException if no further question would be answered either
   */
  ProofReply ask(VlmRequest request) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted amid a probe");
    }
    try (TokenStream stream = backend.stream(request)) {
      asked++;
      return ProofReply.of(stream.read(event -> {}));
    } catch (BackendException.EmptyOutput e) {
      return ProofReply.of(e.partial().orElseThrow());
    } catch (BackendException e) {
      if (isFinal(e)) {
        throw e;
      }
      return ProofReply.of(e);
    }
  }

  private static boolean isFinal(BackendException e) {
    return e instanceof BackendException.Unauthorized
        || e instanceof BackendException.QuotaExceeded
        || e instanceof BackendException.ModelNotFound
        || e instanceof BackendException.ModelUnavailable;
  }
}
