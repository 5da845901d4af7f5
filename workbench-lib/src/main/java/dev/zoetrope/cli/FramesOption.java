package dev.zoetrope.cli;

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

  Window of(Source source) {
    if (at != null && window != null) {
      throw new IllegalArgumentException(
          "Give --at for one frame or --window for several, not both.");
    }
    if (window != null) {
      return source.window(window, spacing == null ? "500ms" : spacing);
    }
    if (spacing != null) {
      throw new IllegalArgumentException(
          "--spacing is between the frames of a window: give --window N with it.");
    }
    return source.at(at == null ? "0s" : at);
  }
}
