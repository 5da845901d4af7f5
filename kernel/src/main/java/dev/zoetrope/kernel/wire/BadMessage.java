package dev.zoetrope.kernel.wire;

/** A message that is not one of ours: it is logged and dropped, never acted on. */
final class BadMessage extends Exception {
  BadMessage(String reason) {
    super(reason);
  }
}
