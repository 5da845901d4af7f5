package dev.zoetrope.kernel;

/** Nobody is there to answer a cell's question. */
final class NoInput extends IllegalStateException {
  NoInput(String reason) {
    super(reason);
  }
}
