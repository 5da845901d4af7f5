package dev.zoetrope.capture;

import java.time.Duration;
import java.util.Optional;

/**
 * Puts a live source's own stamps on one line of time that begins with its first picture and goes
 * on over reconnects. Confined to the thread that captures.
 */
final class LiveTimes {
  /** A stamp that is further from its arrival than this follows a jump of the source's clock. */
  private static final Duration JUMP = Duration.ofSeconds(10);

  private boolean begun;
  private long firstArrival;
  private boolean based;
  private Duration baseStamp = Duration.ZERO;
  private Duration baseTime = Duration.ZERO;
  private Duration last = Duration.ZERO;

  /** A picture's place, and whether the line was broken before it. */
  record Placed(Duration time, boolean broken) {}

  /** The next stamps come from another connection. */
  void reconnect() {
    based = false;
  }

  /**
   * Places the next picture; times never go back.
   *
   * @param stamp the source's own, if it means something
   * @param arrivalNanos ticker nanoseconds
   */
  Placed place(Optional<Duration> stamp, long arrivalNanos) {
    if (!begun) {
      firstArrival = arrivalNanos;
    }
    Duration arrival = Duration.ofNanos(arrivalNanos - firstArrival);
    boolean broken = stamp.isPresent() && begun && based && jumps(stamp.get(), arrival);
    if (broken || !based) {
      baseStamp = stamp.orElse(Duration.ZERO);
      baseTime = after(arrival);
      based = true;
    }
    Duration time = after(stamp.map(own -> baseTime.plus(own).minus(baseStamp)).orElse(arrival));
    begun = true;
    last = time;
    return new Placed(time, broken);
  }

  private boolean jumps(Duration stamp, Duration arrival) {
    Duration time = baseTime.plus(stamp).minus(baseStamp);
    return time.compareTo(last) <= 0 || time.minus(arrival).abs().compareTo(JUMP) > 0;
  }

  /** Two pictures never share a time. */
  private Duration after(Duration time) {
    return begun && time.compareTo(last) <= 0 ? last.plusNanos(1) : time;
  }
}
