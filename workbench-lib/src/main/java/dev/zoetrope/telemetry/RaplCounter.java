package dev.zoetrope.telemetry;

/** A counter that begins anew at its range's end. Read at least once in half a range. */
final class RaplCounter {
  private final double range;
  private double turns;
  private double last;

  RaplCounter(double range) {
    this.range = range;
  }

  double unwrapped(double raw) {
    if (raw < last) {
      turns++;
    }
    last = raw;
    return turns * range + raw;
  }
}
