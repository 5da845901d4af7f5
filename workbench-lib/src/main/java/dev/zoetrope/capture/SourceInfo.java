package dev.zoetrope.capture;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a source says of itself.
 *
 * @param width pixels of an upright picture; a folder of stills says that of its first one
 * @param height pixels of an upright picture
 * @param duration empty when the source does not say, or never ends
 * @param fps pictures per second on average; empty when the source does not say. Never compute
 *     times from it: pictures need not be evenly spaced.
 */
public record SourceInfo(int width, int height, Optional<Duration> duration, OptionalDouble fps) {
  public SourceInfo {
    requireNonNull(duration, "duration is null");
    requireNonNull(fps, "fps is null");
  }
}
