package dev.zoetrope.capture;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.media.Frame;
import dev.zoetrope.metrics.Ticker;
import java.util.function.Supplier;

/**
 * Frames in, JPEG or PNG out. The same frame gives the same bytes.
 *
 * <p>Thread-safe: one picture at a time, the others wait. After {@link #close()} it throws {@link
 * IllegalStateException}.
 */
public final class FrameEncoder implements AutoCloseable {
  private final Ticker ticker;
  private final JpegEncoder jpeg = new JpegEncoder();
  private boolean closed;

  private FrameEncoder(Ticker ticker) {
    this.ticker = requireNonNull(ticker, "ticker is null");
  }

  /**
   * Holds no native memory before the first picture.
   *
   * @param ticker stamps begin and end of each encoding
   */
  public static FrameEncoder open(Ticker ticker) {
    return new FrameEncoder(ticker);
  }

  /**
   * As JPEG in the frame's own size.
   *
   * @throws SourceException {@code cancelled} if the thread was interrupted; so do the others
   */
  public Encoded encode(Frame frame) {
    requireNonNull(frame, "frame is null");
    return stamped(() -> jpeg.encode(Planes.of(frame)));
  }

  /**
   * As JPEG, made smaller if it has to be.
   *
   * @param maxSide pixels of the longer side, at least 1
   */
  public Encoded encode(Frame frame, int maxSide) {
    requireNonNull(frame, "frame is null");
    if (maxSide < 1) {
      throw new IllegalArgumentException("maxSide is " + maxSide + ": write 1 or more");
    }
    return stamped(() -> jpeg.encode(Planes.of(frame).within(maxSide)));
  }

  /** As PNG, without any loss beyond the frame's own 4:2:0 colours. */
  public Encoded png(Frame frame) {
    requireNonNull(frame, "frame is null");
    return stamped(() -> Png.encode(Planes.of(frame)));
  }

  private synchronized Encoded stamped(Supplier<EncodedImage> work) {
    if (closed) {
      throw new IllegalStateException("this encoder is closed: open another workbench.");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new SourceException("cancelled", "Encoding was stopped; ask again.");
    }
    // Loading happens once and is no encoding.
    Natives.load();
    long from = ticker.nanos();
    EncodedImage image = work.get();
    return new Encoded(image, from, ticker.nanos());
  }

  /** Frees the native encoder. */
  @Override
  public synchronized void close() {
    closed = true;
    jpeg.close();
  }
}
