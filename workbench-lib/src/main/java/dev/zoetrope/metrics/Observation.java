package dev.zoetrope.metrics;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * Everything that is known of one answer's times and counts: what the metrics are computed from.
 *
 * @param timeline this side's stamps
 * @param usage counts of the server or the engine
 * @param serverTimings the server's own phases, where told
 * @param pictures when the newest frame was captured and how long the pictures took to make
 * @param conditions under which the numbers were taken, where a server answered
 * @param energy what the phases took, where this machine's counters were watched
 */
public record Observation(
    Timeline timeline,
    TokenUsage usage,
    Optional<ServerTimings> serverTimings,
    Optional<PictureStamps> pictures,
    Optional<Conditions> conditions,
    Optional<Energy> energy) {
  public Observation {
    requireNonNull(timeline, "timeline is null");
    requireNonNull(usage, "usage is null");
    requireNonNull(serverTimings, "serverTimings is null");
    requireNonNull(pictures, "pictures is null");
    requireNonNull(conditions, "conditions is null");
    requireNonNull(energy, "energy is null");
  }

  /** While nobody watched the energy. */
  public Observation(
      Timeline timeline,
      TokenUsage usage,
      Optional<ServerTimings> serverTimings,
      Optional<PictureStamps> pictures,
      Optional<Conditions> conditions) {
    this(timeline, usage, serverTimings, pictures, conditions, Optional.empty());
  }

  /** The same with what its phases took. */
  public Observation with(Energy taken) {
    return new Observation(
        timeline, usage, serverTimings, pictures, conditions, Optional.of(taken));
  }

  /** Of nobody in particular. */
  public Observation(
      Timeline timeline,
      TokenUsage usage,
      Optional<ServerTimings> serverTimings,
      Optional<PictureStamps> pictures) {
    this(timeline, usage, serverTimings, pictures, Optional.empty());
  }

  /**
   * When the pictures of a request came to be, in nanoseconds of the timeline's ticker.
   *
   * @param newestCapturedAt when this process had the newest frame
   * @param encode from the first pixel read to the last compressed byte
   * @param loads when backends loaded meanwhile: what is only once, no frame is older for
   */
  public record PictureStamps(
      long newestCapturedAt, Timeline.Span encode, List<Timeline.Span> loads) {
    public PictureStamps {
      requireNonNull(encode, "encode is null");
      loads = List.copyOf(loads);
    }
  }
}
