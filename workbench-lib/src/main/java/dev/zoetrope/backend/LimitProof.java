package dev.zoetrope.backend;

import dev.zoetrope.backend.Capabilities.PictureLimit.Source;
import java.util.OptionalInt;

/**
 * How many pictures a question may hold: 64 are sent, for most servers name their limit when they
 * refuse; where none is named it is searched by halves.
 */
final class LimitProof implements Proof {
  private static final int MANY = 64;
  private static final int KNOWN = 4;

  /** The 64, and all halves towards them. */
  private static final int MOST_IN_ALL = MANY + 34 + 49 + 56 + 60 + 62 + 63;

  @Override
  public String what() {
    return "64 pictures, then fewer";
  }

  @Override
  public int requests(ProbeDepth depth) {
    return depth == ProbeDepth.FULL ? 7 : 0;
  }

  @Override
  public int pictures(ProbeDepth depth) {
    return depth == ProbeDepth.FULL ? MOST_IN_ALL : 0;
  }

  @Override
  public void prove(ProofBook book) throws InterruptedException {
    if (!book.isFull()
        || !book.isProven(Trait.SEVERAL_PICTURES)
        || book.isRefuted(Trait.ALL_SEEN)
        || book.isRefuted(Trait.KEPT_APART)) {
      return;
    }
    ProofReply many = SeveralProof.sent(book, MANY);
    if (!named(book, many) && !SeveralProof.judge(book, MANY, many)) {
      search(book);
    }
  }

  private static boolean named(ProofBook book, ProofReply reply) {
    BackendException refusal = reply.refusal().orElse(null);
    if (refusal instanceof BackendException.TooManyImages many) {
      book.limit(many.most(), Source.TOLD);
      return true;
    }
    if (refusal instanceof BackendException.ContextOverflow overflow) {
      OptionalInt room =
          overflow.available().isPresent()
              ? overflow.available()
              : book.asker().card().contextLength();
      if (room.isPresent() && book.more().isPresent()) {
        int more = (room.getAsInt() - book.one().orElseThrow()) / book.more().getAsInt();
        book.limit(Math.max(1, 1 + more), Source.BY_CONTEXT);
        return true;
      }
    }
    return false;
  }

  /** So many are known to be read, and so many not. */
  private static void search(ProofBook book) throws InterruptedException {
    int read = KNOWN;
    int tooMany = MANY;
    while (tooMany - read > 1) {
      int middle = (read + tooMany) / 2;
      ProofReply reply = SeveralProof.sent(book, middle);
      if (named(book, reply)) {
        return;
      }
      if (SeveralProof.judge(book, middle, reply)) {
        read = middle;
      } else {
        tooMany = middle;
      }
    }
    book.limit(read, Source.SEARCHED);
  }
}
