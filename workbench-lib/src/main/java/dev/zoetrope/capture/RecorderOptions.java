package dev.zoetrope.capture;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * What a recording is to be.
 *
 * @param length it ends by itself when it is so long; empty for until it is stopped
 * @param burnt whether the time, and what is said, is drawn into the pictures
 */
public record RecorderOptions(Optional<Duration> length, boolean burnt) {
  public RecorderOptions {
    requireNonNull(length, "length is null");
    if (length.isPresent() && length.get().compareTo(Duration.ZERO) <= 0) {
      throw new SourceException(
          "bad_time", "A recording lasts longer than nothing: write a length such as 20s.");
    }
  }

  /** The pictures as they come, until it is stopped. */
  public static RecorderOptions plain() {
    return new RecorderOptions(Optional.empty(), false);
  }

  /** Ends by itself after this much of the source's time. */
  public RecorderOptions lasting(Duration time) {
    return new RecorderOptions(Optional.of(time), burnt);
  }

  /** Ends by itself after a time such as "20s". */
  public RecorderOptions lasting(String time) {
    return lasting(Times.parse(time));
  }

  /** With time and words drawn into the pictures, which needs a font on this machine. */
  public RecorderOptions withWords() {
    return new RecorderOptions(length, true);
  }
}
