package dev.zoetrope.media;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * One upright picture of a source with its two times.
 *
 * <p>Pixels are planar YUV 4:2:0 in full range with the BT.601 matrix, as JPEG wants them: the Y
 * plane (width x height bytes), then U, then V (each ceil(width/2) x ceil(height/2) bytes), without
 * padding. Held on the heap, so no use of it can crash the JVM. Immutable as long as nobody writes
 * to {@link #i420()}.
 */
public final class Frame {
  private final int width;
  private final int height;
  private final byte[] i420;
  private final Duration time;
  private final long capturedAtNanos;

  private Frame(int width, int height, byte[] i420, Duration time, long capturedAtNanos) {
    this.width = width;
    this.height = height;
    this.i420 = i420;
    this.time = requireNonNull(time, "time is null");
    this.capturedAtNanos = capturedAtNanos;
  }

  /**
   * Wraps planes, which are handed over, not copied.
   *
   * @param time the source's own time of this picture, from its start
   * @param capturedAtNanos when this process had it, in ticker nanoseconds
   */
  public static Frame of(int width, int height, byte[] i420, Duration time, long capturedAtNanos) {
    if (width < 1 || height < 1 || i420.length != size(width, height)) {
      throw new IllegalArgumentException(
          "not a 4:2:0 picture: " + width + "x" + height + " in " + i420.length + " bytes");
    }
    return new Frame(width, height, i420, time, capturedAtNanos);
  }

  /** How many bytes the three planes of such a picture take. */
  public static int size(int width, int height) {
    return width * height + 2 * (((width + 1) / 2) * ((height + 1) / 2));
  }

  /** Pixels. */
  public int width() {
    return width;
  }

  /** Pixels. */
  public int height() {
    return height;
  }

  /** The three planes; do not write to them. */
  public byte[] i420() {
    return i420;
  }

  /** The source's own time of this picture, from its start. */
  public Duration time() {
    return time;
  }

  /** When this process had the picture, in ticker nanoseconds. */
  public long capturedAtNanos() {
    return capturedAtNanos;
  }

  @Override
  public String toString() {
    return width + "x" + height + " at " + time.toMillis() + " ms";
  }
}
