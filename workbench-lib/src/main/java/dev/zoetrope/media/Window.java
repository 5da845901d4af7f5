package dev.zoetrope.media;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * Frames chosen by time, oldest first.
 *
 * @param source the URI they came from, credentials masked
 * @param frames at least one
 * @param spacing the distance that was asked for; zero for a single frame
 */
public record Window(String source, List<Frame> frames, Duration spacing) {
  public Window {
    requireNonNull(source, "source is null");
    requireNonNull(spacing, "spacing is null");
    frames = List.copyOf(frames);
    if (frames.isEmpty()) {
      throw new IllegalArgumentException("a window needs at least one frame");
    }
  }

  /** The frame in the middle; of an even number the later one. */
  public Frame middle() {
    return frames.get(frames.size() / 2);
  }

  /** The newest frame. */
  public Frame last() {
    return frames.get(frames.size() - 1);
  }
}
