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
  private final List<String> reasons = new ArrayList<>();
  private final Map<String, Integer> known = new HashMap<>();
  private long written;

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

  synchronized void gap(long before, long after, String reason) {
    int number = known.computeIfAbsent(reason, this::remember);
    gaps[place(before, after)] = number;
  }

  private int remember(String reason) {
    reasons.add(reason);
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
    List<Sample> samples = new ArrayList<>();
    for (long i = Math.max(0, written - from.length); i < written; i++) {
      samples.add(sample((int) (i % from.length)));
    }
    return samples;
  }

  private Sample sample(int at) {
    return gaps[at] == VALUE
        ? new Sample.Value(from[at], to[at], values[at])
        : new Sample.Gap(from[at], to[at], reasons.get(gaps[at]));
  }

  /** How many samples no longer fitted. */
  synchronized long overwritten() {
    return Math.max(0, written - from.length);
  }
}
