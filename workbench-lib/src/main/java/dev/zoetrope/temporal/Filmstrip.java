package dev.zoetrope.temporal;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.capture.Canvas;
import dev.zoetrope.capture.FrameEncoder;
import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.media.Frame;
import dev.zoetrope.media.Window;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** The frames of a window side by side with their times: for people, not for models. */
public final class Filmstrip {
  private static final int HEIGHT = 128;
  private static final int GAP = 4;
  private static final int LABEL = 18;

  private Filmstrip() {}

  /** One picture, {@value #HEIGHT} pixels high plus the line with the times. */
  public static EncodedImage of(Window window, FrameEncoder encoder) {
    requireNonNull(encoder, "encoder is null");
    List<Frame> frames = requireNonNull(window, "window is null").frames();
    int width = frames.stream().mapToInt(frame -> width(frame) + GAP).sum();
    Canvas canvas = Canvas.of(width, HEIGHT + LABEL);
    int x = 0;
    for (Frame frame : frames) {
      canvas.draw(frame, x, 0, width(frame), HEIGHT);
      canvas.label(seconds(frame), x, HEIGHT, LABEL);
      x += width(frame) + GAP;
    }
    return encoder
        .encode(canvas.frame(window.last().time(), window.last().capturedAtNanos()))
        .image();
  }

  private static int width(Frame frame) {
    int exact = (int) Math.round((double) HEIGHT * frame.width() / frame.height());
    return Math.max(GAP, exact & ~1);
  }

  private static String seconds(Frame frame) {
    return BigDecimal.valueOf(frame.time().toNanos(), 9).setScale(2, RoundingMode.HALF_UP) + " s";
  }
}
