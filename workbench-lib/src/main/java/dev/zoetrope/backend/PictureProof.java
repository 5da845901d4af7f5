package dev.zoetrope.backend;

import static dev.zoetrope.backend.Finding.no;
import static dev.zoetrope.backend.Finding.unknown;
import static dev.zoetrope.backend.Finding.yes;

import java.util.List;
import java.util.OptionalInt;

/**
 * Whether a picture makes a difference: to the count of tokens, and to what is said of its colour.
 */
final class PictureProof implements Proof {
  @Override
  public String what() {
    return "one picture";
  }

  @Override
  public int requests(ProbeDepth depth) {
    return 3;
  }

  @Override
  public int pictures(ProbeDepth depth) {
    return 2;
  }

  @Override
  public void prove(ProofBook book) throws InterruptedException {
    ProofReply words = book.asker().counted(List.of(), ProofAsker.DESCRIBE);
    words.refusal().ifPresent(PictureProof::unlessRefused);
    book.words(words.promptTokens());
    ProofReply red = asked(book, "red");
    book.one(red.promptTokens());
    book.found(red.isAnswered() ? judged(book, red) : refused(red));
  }

  /** Nothing more can be asked of a server that does not answer at all. */
  private static void unlessRefused(BackendException refusal) {
    if (refusal.isRetryable()) {
      throw refusal;
    }
  }

  private static ProofReply asked(ProofBook book, String colour) throws InterruptedException {
    return book.asker()
        .answered(List.of(book.asker().pictures().circle(colour)), ProofAsker.DESCRIBE);
  }

  private static Finding refused(ProofReply red) {
    return red.refusal().orElseThrow() instanceof BackendException.PicturesLost
        ? no(Trait.PICTURES, "it answers, but the count of tokens shows no picture")
        : no(Trait.PICTURES, "refused: " + red.because());
  }

  private static Finding judged(ProofBook book, ProofReply red) throws InterruptedException {
    ProofReply blue = asked(book, "blue");
    if (!blue.isAnswered()) {
      return unknown(Trait.PICTURES, "took one and refused another: " + blue.because());
    }
    if (red.words().contains("red") && blue.words().contains("blue")) {
      return yes(Trait.PICTURES, "red and blue were told apart" + cost(book));
    }
    if (cost(book).isEmpty() && red.words().equals(blue.words())) {
      return book.words().isPresent() && book.one().isPresent()
          ? no(Trait.PICTURES, "a picture adds no token and changes no word: " + red.quoted())
          : unknown(Trait.PICTURES, "red and blue got the same answer: " + red.quoted());
    }
    return cost(book).isEmpty()
        ? unknown(Trait.PICTURES, "asked for red it said " + red.quoted())
        : yes(Trait.PICTURES, "counted" + cost(book) + "; a red circle got " + red.quoted());
  }

  private static String cost(ProofBook book) {
    OptionalInt words = book.words();
    OptionalInt one = book.one();
    return words.isPresent() && one.isPresent() && one.getAsInt() > words.getAsInt()
        ? ", " + (one.getAsInt() - words.getAsInt()) + " tokens"
        : "";
  }
}
