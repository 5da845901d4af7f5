package dev.zoetrope.temporal;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.capture.Canvas;
import dev.zoetrope.capture.FrameEncoder;
import dev.zoetrope.media.Frame;
import dev.zoetrope.media.Window;

/**
 * Another encoding whose frames have a number of pixels in all: what encodings are worth can be
 * compared only where none is given more to see. One frame gets all of them, of four each gets a
 * quarter. Frames are made smaller, never larger; borders and labels are not counted.
 */
public final class EqualPixels implements Encoding {
  /** Smaller shows nothing any more. */
  private static final int LEAST_SIDE = 16;

  private final Encoding encoding;
  private final int pixels;

  private EqualPixels(Encoding encoding, int pixels) {
    this.encoding = encoding;
    this.pixels = pixels;
  }

  /**
   * With a budget.
   *
   * @param pixels of all frames together, at least 256
   */
  public static EqualPixels of(Encoding encoding, int pixels) {
    requireNonNull(encoding, "encoding is null");
    if (pixels < LEAST_SIDE * LEAST_SIDE) {
      throw new EncodingException(
          pixels + " pixels show nothing: write at least " + LEAST_SIDE * LEAST_SIDE + ".");
    }
    return new EqualPixels(encoding, pixels);
  }

  @Override
  public String name() {
    return encoding.name() + "@" + pixels;
  }

  @Override
  public int shown(Window window) {
    return encoding.shown(window);
  }

  @Override
  public EncodedPrompt encode(Window window, FrameEncoder encoder) {
    double each = (double) pixels / encoding.shown(requireNonNull(window, "window is null"));
    Window smaller =
        new Window(
            window.source(),
            window.frames().stream().map(frame -> within(frame, each)).toList(),
            window.spacing());
    return encoding.encode(smaller, encoder).renamed(name());
  }

  private Frame within(Frame frame, double most) {
    double scale = Math.sqrt(most / ((double) frame.width() * frame.height()));
    if (scale >= 1) {
      return frame;
    }
    int width = even(frame.width() * scale);
    int height = even(frame.height() * scale);
    if (width < LEAST_SIDE || height < LEAST_SIDE) {
      throw new EncodingException(
          name()
              + " leaves frames of "
              + width
              + "x"
              + height
              + " pixels: write more pixels or a"
              + " smaller window.");
    }
    return Canvas.of(width, height)
        .draw(frame, 0, 0, width, height)
        .frame(frame.time(), frame.capturedAtNanos());
  }

  /** Down, so that the budget holds; colours are halved, so even. */
  private static int even(double side) {
    return (int) side & ~1;
  }

  @Override
  public String toString() {
    return name();
  }
}
