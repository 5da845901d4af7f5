package dev.zoetrope.capture;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a recorder has written so far.
 *
 * @param file opens as a source, also when the process was killed while it was written
 * @param source what was recorded, credentials masked
 * @param width pixels
 * @param height pixels
 * @param begin the source's time of the first picture, which is at zero in the clip
 * @param length from the first picture to the last
 * @param pictures how many were written
 * @param dropped how many were not: the recorder was too slow for them, or they came at the time of
 *     another
 */
public record RecordedClip(
    Path file,
    String source,
    int width,
    int height,
    Duration begin,
    Duration length,
    long pictures,
    long dropped) {
  public RecordedClip {
    requireNonNull(file, "file is null");
    requireNonNull(source, "source is null");
    requireNonNull(begin, "begin is null");
    requireNonNull(length, "length is null");
  }

  /** Where a time of the source is in the clip. */
  public Duration placeOf(Duration sourceTime) {
    Duration place = sourceTime.minus(begin);
    return place.isNegative() ? Duration.ZERO : place;
  }
}
