package dev.zoetrope.telemetry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest samples of one gauge in primitive arrays: writing one makes no garbage. Written by the
 * sampler's thread, copied by others.
 */
final class SampleRing {
  private static final int VALUE = -1;

  private final long[] from;
  private final long[] to;
  private final double[] values;
  private final int[] gaps;
  private final List<Why> reasons = new ArrayList<>();
  private final Map<Why, Integer> known = new HashMap<>();
  private long written;
  private long handedOver;

  SampleRing(int capacity) {
    from = new long[capacity];
    to = new long[capacity];
    values = new double[capacity];
    gaps = new int[capacity];
  }

  synchronized void value(long before, long after, double value) {
    int at = place(before, after);
    values[at] = value;
    gaps[at] = VALUE;
  }

  synchronized void gap(long before, long after, Why why) {
    int number = known.computeIfAbsent(why, this::remember);
    gaps[place(before, after)] = number;
  }

  private int remember(Why why) {
    reasons.add(why);
    return reasons.size() - 1;
  }

  private int place(long before, long after) {
    int at = (int) (written++ % from.length);
    from[at] = before;
    to[at] = after;
    return at;
  }

  /** Oldest first. */
  synchronized List<Sample> samples() {
    return since(0);
  }

  /** Those that were not handed over by this method before, as far as they are still here. */
  synchronized List<Sample> fresh() {
    List<Sample> fresh = since(handedOver);
    handedOver = written;
    return fresh;
  }

  private List<Sample> since(long first) {
    List<Sample> samples = new ArrayList<>();
    for (long i = Math.max(first, written - from.length); i < written; i++) {
      samples.add(sample((int) (i % from.length)));
    }
    return samples;
  }

  private Sample sample(int at) {
    return gaps[at] == VALUE
        ? new Sample.Value(from[at], to[at], values[at])
        : gap(at, reasons.get(gaps[at]));
  }

  private Sample gap(int at, Why why) {
    return new Sample.Gap(from[at], to[at], why.code(), why.reason());
  }

  /** How many samples no longer fitted. */
  synchronized long overwritten() {
    return Math.max(0, written - from.length);
  }

  /** Why a read gave no number. */
  record Why(String code, String reason) {}
}
