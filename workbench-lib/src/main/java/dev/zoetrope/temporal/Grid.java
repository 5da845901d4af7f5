package dev.zoetrope.temporal;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.capture.Canvas;
import dev.zoetrope.capture.FrameEncoder;
import dev.zoetrope.media.Frame;
import dev.zoetrope.media.Window;
import java.util.List;

/**
 * All frames in one picture, row by row, oldest first, each as large as it is, with a narrow black
 * border.
 */
public final class Grid implements Encoding {
  /** A frame is so many times as high as its border: what the embedded model was trained on. */
  private static final int BORDER = 62;

  /** A frame is so many times as high as its label, small enough to leave the picture alone. */
  private static final int LABEL = 12;

  private static final String HINT = "The image is a grid of frames.";

  private final int rows;
  private final int columns;
  private final boolean labelled;

  private Grid(int rows, int columns, boolean labelled) {
    this.rows = rows;
    this.columns = columns;
    this.labelled = labelled;
  }

  /**
   * With the numbers 1, 2, … in the corners.
   *
   * @param rows at least 1
   * @param columns at least 1
   */
  public static Grid of(int rows, int columns) {
    if (rows < 1 || columns < 1) {
      throw new EncodingException(
          "A grid of " + rows + "x" + columns + " has no cells: write 1 or more of both.");
    }
    return new Grid(rows, columns, true);
  }

  /** The same without numbers. */
  public Grid unlabelled() {
    return new Grid(rows, columns, false);
  }

  @Override
  public String name() {
    return "grid-" + rows + "x" + columns + (labelled ? "" : "-unlabelled");
  }

  @Override
  public EncodedPrompt encode(Window window, FrameEncoder encoder) {
    requireNonNull(encoder, "encoder is null");
    List<Frame> frames = requireNonNull(window, "window is null").frames();
    requireCells(frames.size());
    return EncodedPrompt.named(name()).image(encoder.encode(compose(frames))).text(HINT).of(frames);
  }

  private void requireCells(int frames) {
    if (frames != rows * columns) {
      throw new EncodingException(
          "A "
              + rows
              + "x"
              + columns
              + " grid shows "
              + rows * columns
              + " frames, the window has "
              + frames
              + ": write window("
              + rows * columns
              + ", …) or another grid.");
    }
  }

  /** The picture before it is compressed. */
  Frame compose(List<Frame> frames) {
    return compose(frames, 1);
  }

  /** The same with numbers that begin elsewhere. */
  Frame compose(List<Frame> frames, int number) {
    Frame first = frames.get(0);
    int border = even(Math.max(2, Math.min(first.width(), first.height()) / BORDER));
    int across = even(first.width() + 1) + 2 * border;
    int down = even(first.height() + 1) + 2 * border;
    Canvas canvas = Canvas.of(columns * across, rows * down);
    for (int i = 0; i < frames.size(); i++) {
      int x = i % columns * across + border;
      int y = i / columns * down + border;
      canvas.draw(frames.get(i), x, y, first.width(), first.height());
      if (labelled) {
        canvas.label(String.valueOf(number + i), x, y, Math.max(9, first.height() / LABEL));
      }
    }
    Frame newest = Newest.of(frames);
    return canvas.frame(newest.time(), newest.capturedAtNanos());
  }

  private static int even(int value) {
    return value & ~1;
  }

  @Override
  public String toString() {
    return name();
  }
}
