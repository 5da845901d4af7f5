package dev.zoetrope.temporal;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.capture.FrameEncoder;
import dev.zoetrope.media.Frame;
import dev.zoetrope.media.Window;
import java.util.List;

/**
 * Several grids, one after the other: more frames than one grid leaves pixels for, fewer pictures
 * than one for each frame.
 */
public final class Panels implements Encoding {
  private final Grid grid;
  private final int cells;
  private final String size;

  private Panels(int rows, int columns) {
    this.grid = Grid.of(rows, columns);
    this.cells = rows * columns;
    this.size = rows + "x" + columns;
  }

  /**
   * Grids of this size, as many as the window fills; frames are numbered on from one to the next.
   *
   * @param rows at least 1
   * @param columns at least 1
   */
  public static Panels of(int rows, int columns) {
    return new Panels(rows, columns);
  }

  @Override
  public String name() {
    return "panels-" + size;
  }

  @Override
  public EncodedPrompt encode(Window window, FrameEncoder encoder) {
    requireNonNull(encoder, "encoder is null");
    List<Frame> frames = requireNonNull(window, "window is null").frames();
    if (frames.size() % cells != 0) {
      throw new EncodingException(
          "Panels of "
              + size
              + " show "
              + cells
              + " frames each, the window has "
              + frames.size()
              + ": write window("
              + cells
              + ", …) or a multiple of it.");
    }
    EncodedPrompt.Builder prompt = EncodedPrompt.named(name());
    for (int first = 0; first < frames.size(); first += cells) {
      prompt.text("Frames " + (first + 1) + " to " + (first + cells) + ":");
      prompt.image(encoder.encode(grid.compose(frames.subList(first, first + cells), first + 1)));
    }
    return prompt.text("Each image is a grid of frames.").of(frames);
  }

  @Override
  public String toString() {
    return name();
  }
}
