package dev.zoetrope.capture;

/**
 * What became of the pictures since a consumer began to listen: {@code captured} is the sum of the
 * others, plus those that still wait to be taken.
 *
 * @param captured came from the source
 * @param delivered were handed to the consumer
 * @param dropped gave way to a newer one before the consumer came
 * @param stale had waited for too long when the consumer came, and were not handed over
 */
public record FrameCounts(long captured, long delivered, long dropped, long stale) {}
