package dev.zoetrope.cli;

import dev.zoetrope.LiveQuestion;
import dev.zoetrope.capture.Source;
import dev.zoetrope.media.Window;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which frames of the source: one at a time, or a window of several. */
final class FramesOption {
  @Option(names = "--at", paramLabel = "TIME", description = "One frame, at this time: 2s, 500ms.")
  private @Nullable String at;

  @Option(names = "--window", paramLabel = "N", description = "So many frames.")
  private @Nullable Integer window;

  @Option(
      names = "--spacing",
      paramLabel = "TIME",
      description = "The distance between a window's frames (500ms).")
  private @Nullable String spacing;

  /** The last frames of a live source. */
  LiveQuestion of(LiveQuestion question) {
    if (at != null) {
      throw new IllegalArgumentException(
          "--at is a time of a recording: leave it out with --live, which shows the newest frames.");
    }
    if (window != null) {
      return question.window(window, spacing == null ? "500ms" : spacing);
    }
    if (spacing != null) {
      throw between();
    }
    return question;
  }

  private static IllegalArgumentException between() {
    return new IllegalArgumentException(
        "--spacing is between the frames of a window: give --window N with it.");
  }

  Window of(Source source) {
    if (at != null && window != null) {
      throw new IllegalArgumentException(
          "Give --at for one frame or --window for several, not both.");
    }
    if (window != null) {
      return source.window(window, spacing == null ? "500ms" : spacing);
    }
    if (spacing != null) {
      throw between();
    }
    return source.at(at == null ? "0s" : at);
  }
}
