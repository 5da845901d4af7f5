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
  private int window;

  @Option(
      names = "--spacing",
      paramLabel = "TIME",
      defaultValue = "500ms",
      description = "The distance between a window's frames (${DEFAULT-VALUE}).")
  private String spacing = "500ms";

  Window of(Source source) {
    if (at != null && window > 0) {
      throw new IllegalArgumentException(
          "Give --at for one frame or --window for several, not both.");
    }
    if (window > 0) {
      return source.window(window, spacing);
    }
    return source.at(at == null ? "0s" : at);
  }
}
