package dev.zoetrope.telemetry;

/** A gauge behind a file of the kernel. */
final class FileProbe implements Probe {
  private final Gauge gauge;
  private final Tier tier;
  private final Source source;

  FileProbe(Gauge gauge, Tier tier, Source source) {
    this.gauge = gauge;
    this.tier = tier;
    this.source = source;
  }

  @Override
  public Gauge gauge() {
    return gauge;
  }

  @Override
  public Tier tier() {
    return tier;
  }

  @Override
  public double read() throws Unread {
    return source.read();
  }

  /** What the file says. */
  interface Source {
    double read() throws Unread;
  }
}
