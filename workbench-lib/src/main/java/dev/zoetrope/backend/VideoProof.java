package dev.zoetrope.backend;

import static dev.zoetrope.backend.Finding.no;
import static dev.zoetrope.backend.Finding.unknown;
import static dev.zoetrope.backend.Finding.yes;

import dev.zoetrope.media.EncodedVideo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/** Whether a clip is taken as it is, and makes a difference to the count of tokens. */
final class VideoProof implements Proof {
  private static final String QUESTION = "Which way does the red circle move?";

  /** A red circle that moves right for four seconds. */
  private static final String CLIP = "red-circle-right.mp4";

  @Override
  public String what() {
    return "a clip as it is";
  }

  @Override
  public int requests(ProbeDepth depth) {
    return depth == ProbeDepth.FULL ? 2 : 0;
  }

  @Override
  public int pictures(ProbeDepth depth) {
    return 0;
  }

  @Override
  public void prove(ProofBook book) throws InterruptedException {
    int before = book.asker().asked();
    ProofReply told =
        book.asker()
            .ask(
                new VlmRequest(
                    List.of(new ContentPart.Video(clip()), new ContentPart.Text(QUESTION)),
                    Sampling.greedy(48)));
    if (book.asker().asked() == before) {
      book.found(unknown(Trait.VIDEO, "no way to send this server a clip is known here"));
    } else {
      book.found(told.isAnswered() ? judged(book, told) : refused(told));
    }
  }

  private static Finding refused(ProofReply told) {
    return told.refusal().orElseThrow().isRetryable()
        ? unknown(Trait.VIDEO, "not answered: " + told.because())
        : no(Trait.VIDEO, "refused: " + told.because());
  }

  private static Finding judged(ProofBook book, ProofReply told) throws InterruptedException {
    OptionalInt words = book.asker().counted(List.of(), QUESTION).promptTokens();
    if (words.isEmpty() || told.promptTokens().isEmpty()) {
      return unknown(Trait.VIDEO, "no count told; it said " + told.quoted());
    }
    int tokens = told.promptTokens().getAsInt() - words.getAsInt();
    return tokens > 0
        ? yes(Trait.VIDEO, "four seconds cost " + tokens + " tokens; it said " + told.quoted())
        : no(Trait.VIDEO, "a clip adds no token; it said " + told.quoted());
  }

  private static EncodedVideo clip() {
    try (InputStream in = VideoProof.class.getResourceAsStream(CLIP)) {
      return EncodedVideo.of(Objects.requireNonNull(in, CLIP).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("a file of this program's own cannot be read", e);
    }
  }
}
