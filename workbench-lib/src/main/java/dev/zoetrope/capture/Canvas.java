package dev.zoetrope.capture;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.media.Frame;
import java.time.Duration;

/**
 * One picture that several frames and small labels are laid onto, in the frames' own colours: no
 * pixel goes through red, green, blue.
 *
 * <p>Confined to one thread. Places are pixels from the upper left corner; odd ones move to the
 * even one before, because two pixels share a colour.
 */
public final class Canvas {
  private final Planes planes;

  private Canvas(int width, int height) {
    this.planes = Planes.blank(width, height);
  }

  /**
   * A black one.
   *
   * @param width pixels, at least 1
   * @param height pixels, at least 1
   */
  public static Canvas of(int width, int height) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("no picture is " + width + "x" + height);
    }
    return new Canvas(width, height);
  }

  /** Lays a frame into a box, scaled to fit and centred. */
  public Canvas draw(Frame frame, int x, int y, int width, int height) {
    requireNonNull(frame, "frame is null");
    double factor = Math.min((double) width / frame.width(), (double) height / frame.height());
    Planes fitted =
        Planes.of(frame)
            .scaled(
                (int) Math.max(1, Math.round(frame.width() * factor)),
                (int) Math.max(1, Math.round(frame.height() * factor)));
    planes.paste(
        fitted, even(x + (width - fitted.width()) / 2), even(y + (height - fitted.height()) / 2));
    return this;
  }

  /**
   * Writes white on a black box.
   *
   * @param text digits, '.', ':', '-', 's', 'm' and spaces; other letters stay blank
   * @param size height of the box in pixels; the letters are the largest that fit, at least seven
   *     pixels high
   */
  public Canvas label(String text, int x, int y, int size) {
    requireNonNull(text, "text is null");
    int dot = Math.max(1, size / (Glyphs.ROWS + 2));
    int boxWidth = labelWidth(text, size);
    fill(even(x), even(y), boxWidth, dot * (Glyphs.ROWS + 2));
    for (int i = 0; i < text.length(); i++) {
      write(text.charAt(i), even(x) + dot * (1 + i * (Glyphs.COLUMNS + 1)), even(y) + dot, dot);
    }
    return this;
  }

  /** How wide the box of {@link #label} will be, in pixels. */
  public static int labelWidth(String text, int size) {
    int dot = Math.max(1, size / (Glyphs.ROWS + 2));
    return dot * (text.length() * (Glyphs.COLUMNS + 1) + 1);
  }

  private void fill(int left, int top, int width, int height) {
    for (int y = top; y < top + height; y++) {
      for (int x = left; x < left + width; x++) {
        dot(x, y, (byte) 0);
      }
    }
  }

  private void write(char letter, int left, int top, int dot) {
    for (int y = 0; y < Glyphs.ROWS * dot; y++) {
      for (int x = 0; x < Glyphs.COLUMNS * dot; x++) {
        if (Glyphs.lit(letter, x / dot, y / dot)) {
          dot(left + x, top + y, (byte) 255);
        }
      }
    }
  }

  private void dot(int x, int y, byte luma) {
    if (x < planes.width() && y < planes.height()) {
      planes.plane(0).put(x, y, luma);
      planes.plane(1).put(x / 2, y / 2, (byte) 128);
      planes.plane(2).put(x / 2, y / 2, (byte) 128);
    }
  }

  private static int even(int value) {
    return value & ~1;
  }

  /**
   * What has been laid down so far, as a frame of its own.
   *
   * @param time the source's time that the picture stands for
   * @param capturedAtNanos when the newest of its frames was had
   */
  public Frame frame(Duration time, long capturedAtNanos) {
    return new Planes(planes.width(), planes.height(), planes.i420().clone())
        .frame(time, capturedAtNanos);
  }
}
