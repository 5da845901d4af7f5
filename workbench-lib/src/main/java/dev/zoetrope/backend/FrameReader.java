package dev.zoetrope.backend;

/**
 * Cuts an answer's bytes into the frames of its protocol.
 *
 * <p>Not thread-safe. Memory: one frame of at most its limit.
 */
interface FrameReader {
  /** Takes the next bytes. */
  void feed(byte[] bytes, int length);

  /** No more bytes come: gives on what was left without its last line end. */
  void end();
}
