package dev.zoetrope.backend;

import dev.zoetrope.backend.Capabilities.PictureCost;
import java.util.List;

/** What one picture costs, by its size. */
final class CostProof implements Proof {
  private static final List<Integer> FEW = List.of(64, 512);
  private static final List<Integer> ALL = List.of(64, 256, 512, 1024);

  @Override
  public String what() {
    return "tokens of a picture by its size";
  }

  @Override
  public int requests(ProbeDepth depth) {
    return sizes(depth == ProbeDepth.FULL).size();
  }

  private static List<Integer> sizes(boolean full) {
    return full ? ALL : FEW;
  }

  @Override
  public int pictures(ProbeDepth depth) {
    return requests(depth);
  }

  @Override
  public void prove(ProofBook book) throws InterruptedException {
    if (!book.isProven(Trait.PICTURES) || book.words().isEmpty()) {
      return;
    }
    for (int size : sizes(book.isFull())) {
      ProofReply reply =
          book.asker().counted(List.of(book.asker().pictures().sized(size)), ProofAsker.DESCRIBE);
      reply
          .promptTokens()
          .ifPresent(
              prompt -> book.cost(new PictureCost(size, size, prompt - book.words().getAsInt())));
    }
  }
}
