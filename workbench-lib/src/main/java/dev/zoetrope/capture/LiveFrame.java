package dev.zoetrope.capture;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.media.Frame;

/**
 * A picture of a live source as a consumer gets it: on the heap, so it outlives its source.
 *
 * @param frame the picture; its time counts from the source's first picture and goes on over
 *     reconnects
 * @param number which picture of the source it is, from 1 on; what is missing between two was
 *     dropped
 * @param origin what the frame's time was made of
 * @param discontinuity whether it is the first picture after a reconnect
 */
public record LiveFrame(Frame frame, long number, TimeOrigin origin, boolean discontinuity) {
  public LiveFrame {
    requireNonNull(frame, "frame is null");
    requireNonNull(origin, "origin is null");
  }
}
