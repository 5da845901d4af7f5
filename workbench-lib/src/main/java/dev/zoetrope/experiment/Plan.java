package dev.zoetrope.experiment;

import dev.zoetrope.backend.Sampling;
import dev.zoetrope.compare.AskOrder;
import dev.zoetrope.compare.ComparisonSpec;
import dev.zoetrope.media.Frame;
import dev.zoetrope.temporal.Encoding;
import java.time.Duration;
import java.util.List;

/**
 * What a run asks whom, in words alone: sources x windows x encodings x prompts x backends x
 * repetitions.
 *
 * @param sources URIs, credentials masked
 * @param windows the frames of each source, by time
 * @param encodings names of the ways to show a window
 * @param backends URIs, credentials removed
 */
public record Plan(
    List<String> sources,
    List<PlannedWindow> windows,
    List<String> encodings,
    List<String> prompts,
    List<String> backends,
    Sampling sampling,
    int repetitions,
    Schedule schedule) {
  public Plan {
    sources = List.copyOf(sources);
    windows = List.copyOf(windows);
    encodings = List.copyOf(encodings);
    prompts = List.copyOf(prompts);
    backends = List.copyOf(backends);
  }

  /** Who is asked when, and the seed that turns the order. */
  public record Schedule(AskOrder order, long seed) {}

  /**
   * Frames by time.
   *
   * @param times the source's own time of each frame
   * @param spacing the distance that was asked for; zero for one frame
   */
  public record PlannedWindow(List<Duration> times, Duration spacing) {
    public PlannedWindow {
      times = List.copyOf(times);
    }
  }

  /** The plan that one comparison is. */
  public static Plan of(ComparisonSpec spec) {
    return new Plan(
        List.of(spec.window().source()),
        List.of(window(spec)),
        spec.encodings().stream().map(Encoding::name).toList(),
        List.of(spec.prompt()),
        spec.backends().stream().map(b -> b.card().uri()).toList(),
        spec.sampling(),
        spec.repetitions(),
        new Schedule(spec.order(), spec.seed()));
  }

  private static PlannedWindow window(ComparisonSpec spec) {
    List<Duration> times = spec.window().frames().stream().map(Frame::time).toList();
    return new PlannedWindow(times, spec.window().spacing());
  }
}
