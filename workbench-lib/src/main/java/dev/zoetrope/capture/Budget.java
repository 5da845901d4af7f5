package dev.zoetrope.capture;

import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Whether the pictures that are to be kept fit into the memory that they may take. */
final class Budget {
  private static final double USUAL_FPS = 30;

  private Budget() {}

  /** What is wrong, before the first picture is kept. */
  static Optional<SourceException> complaint(
      String name, AVFrame first, OptionalDouble fps, LiveOptions options) {
    long each = NativeFrame.bytes(first);
    String size = first.width() + "x" + first.height();
    if (2 * each > options.budget()) {
      return Optional.of(refused("Two pictures of " + name + " (" + size + ")", 2 * each, options));
    }
    double rate = fps.orElse(USUAL_FPS);
    long needed = (long) (options.hold().toNanos() / 1e9 * rate * each);
    if (options.holdAsked() && needed > options.budget()) {
      String what = Times.words(options.hold()) + " of " + name + " (" + size + " at ";
      return Optional.of(refused(what + Math.round(rate) + " a second)", needed, options));
    }
    return Optional.empty();
  }

  private static SourceException refused(String what, long needed, LiveOptions options) {
    return new SourceException(
        "budget",
        what
            + " take "
            + mega(needed)
            + " of memory and may have "
            + mega(options.budget())
            + ": write #budget="
            + (needed / (1 << 20) + 1)
            + "m, or make the pictures smaller or hold less.");
  }

  private static String mega(long bytes) {
    return Math.max(1, bytes >> 20) + " MB";
  }
}
