package dev.zoetrope.backend;

import static dev.zoetrope.backend.Finding.no;
import static dev.zoetrope.backend.Finding.unknown;
import static dev.zoetrope.backend.Finding.yes;

import java.util.List;
import java.util.OptionalInt;

/** Whether a prompt that does not fit is refused, or cut without a word. */
final class OverflowProof implements Proof {
  private static final String WORD = "circle ";
  private static final int SAMPLE = 200;

  /** More would cost too much time or money. */
  private static final int MOST = 40_000;

  @Override
  public String what() {
    return "a prompt longer than the context";
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
    if (book.isFull()) {
      book.found(tried(book));
    }
  }

  private static Finding tried(ProofBook book) throws InterruptedException {
    OptionalInt context = book.asker().card().contextLength();
    if (context.isEmpty()) {
      return unknown(Trait.REFUSES_OVERFLOW, "the server does not tell how long its context is");
    }
    if (context.getAsInt() > MOST) {
      return unknown(
          Trait.REFUSES_OVERFLOW, "to overflow " + context.getAsInt() + " tokens costs too much");
    }
    OptionalInt sample = tokens(book, SAMPLE).promptTokens();
    if (sample.isEmpty() || book.words().isEmpty()) {
      return unknown(Trait.REFUSES_OVERFLOW, "the server tells no count of tokens");
    }
    double word = (sample.getAsInt() - book.words().getAsInt()) / (double) SAMPLE;
    if (word < 0.5) {
      return no(
          Trait.REFUSES_OVERFLOW,
          SAMPLE + " words were counted as " + sample.getAsInt() + " tokens, without an error");
    }
    int words = (int) Math.ceil(1.25 * context.getAsInt() / word);
    return judged(
        tokens(book, words), context.getAsInt(), (int) (book.words().getAsInt() + words * word));
  }

  private static ProofReply tokens(ProofBook book, int words) throws InterruptedException {
    return book.asker().counted(List.of(), WORD.repeat(words) + ProofAsker.DESCRIBE);
  }

  private static Finding judged(ProofReply reply, int context, int sent) {
    if (!reply.isAnswered()) {
      return yes(
          Trait.REFUSES_OVERFLOW,
          "about " + sent + " tokens were refused, " + context + " are told to fit");
    }
    OptionalInt read = reply.promptTokens();
    if (read.isEmpty()) {
      return unknown(Trait.REFUSES_OVERFLOW, "it answered and told no count");
    }
    return read.getAsInt() < 0.9 * sent
        ? no(
            Trait.REFUSES_OVERFLOW,
            "of about " + sent + " tokens " + read.getAsInt() + " were read, without an error")
        : unknown(
            Trait.REFUSES_OVERFLOW,
            "it read all " + read.getAsInt() + " tokens, though its context is " + context);
  }
}
