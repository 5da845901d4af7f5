package dev.zoetrope.capture;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.media.EncodedImage;

/**
 * A compressed picture, and when it was compressed: encoding is not inference, so it is stamped
 * apart.
 *
 * @param fromNanos ticker nanoseconds before the work
 * @param toNanos ticker nanoseconds after it
 */
public record Encoded(EncodedImage image, long fromNanos, long toNanos) {
  public Encoded {
    requireNonNull(image, "image is null");
  }
}
