package dev.zoetrope.telemetry;

import java.time.Duration;
import java.util.List;

/** A running sampler. Whoever started it stops it. */
public final class Recording implements AutoCloseable {
  private final Sampler sampler;
  private final List<Sampler.Lane> lanes;

  Recording(Sampler sampler, List<Sampler.Lane> lanes) {
    this.sampler = sampler;
    this.lanes = List.copyOf(lanes);
  }

  /** What it holds so far; it goes on. */
  public List<Series> soFar() {
    return lanes.stream().map(Sampler.Lane::series).toList();
  }

  /**
   * What came since this was last asked, for a file that grows while it records; asked at least
   * every quarter of an hour, it misses nothing.
   */
  public List<Series> fresh() {
    return lanes.stream().map(Sampler.Lane::fresh).toList();
  }

  /**
   * Waits while it records.
   *
   * @throws InterruptedException if the caller was interrupted; it goes on recording
   */
  public void await(Duration length) throws InterruptedException {
    sampler.await(length);
  }

  /**
   * Stops and hands over.
   *
   * @throws InterruptedException if the caller was interrupted while the last read ended
   */
  public Recorded stop() throws InterruptedException {
    SamplerReport report = sampler.stop();
    return new Recorded(soFar(), report);
  }

  /** Stops; what it held is lost unless {@link #stop} was called. */
  @Override
  public void close() {
    sampler.close();
  }
}
