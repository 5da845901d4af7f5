package dev.zoetrope.experiment;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.CachePolicy;
import dev.zoetrope.backend.Sampling;
import dev.zoetrope.compare.AskOrder;
import dev.zoetrope.compare.ComparisonSpec;
import dev.zoetrope.media.Frame;
import dev.zoetrope.temporal.Encoding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What a run asks whom: sources x windows x encodings x prompts x backends x samplings x
 * repetitions. {@link PlanFile} reads one, {@link #named} builds one:
 *
 * <pre>{@code
 * Plan plan = Plan.named("which-way")
 *     .source("synthetic:moving-shape?seed=7")
 *     .window(PlannedWindow.of(4, Duration.ofMillis(500), Duration.ZERO))
 *     .encodings(Grid.of(2, 2), MultiImage.labelled())
 *     .ask(new PlannedQuestion("direction", "Which way does it move?", new Rule.Direction("left")))
 *     .backends("embedded:tiny")
 *     .build();
 * }</pre>
 *
 * @param name in tables and logs
 * @param axes what is combined with what
 * @param cache what every request wants of its server's caches
 * @param schedule who is asked when
 * @param limits what keeps a run from hanging
 * @param budget when it ends though not everything was asked
 */
public record Plan(
    String name, Axes axes, CachePolicy cache, Schedule schedule, Limits limits, Budget budget) {
  public Plan {
    requireNonNull(name, "name is null");
    requireNonNull(axes, "axes is null");
    requireNonNull(cache, "cache is null");
    requireNonNull(schedule, "schedule is null");
    requireNonNull(limits, "limits is null");
    requireNonNull(budget, "budget is null");
  }

  /**
   * Everything is combined with everything, but questions with the sources that they are about.
   *
   * @param backends URIs or names in {@code backends.yaml}, credentials removed
   * @param repetitions how often the same is asked, at least once
   */
  public record Axes(
      List<PlannedSource> sources,
      List<PlannedWindow> windows,
      List<Encoding> encodings,
      List<PlannedQuestion> questions,
      List<String> backends,
      List<Sampling> samplings,
      int repetitions) {
    public Axes {
      sources = List.copyOf(sources);
      windows = List.copyOf(windows);
      encodings = List.copyOf(encodings);
      questions = List.copyOf(questions);
      backends = List.copyOf(backends);
      samplings = List.copyOf(samplings);
    }
  }

  /**
   * What is looked at.
   *
   * @param id by which questions are about it
   * @param uri credentials masked
   */
  public record PlannedSource(String id, String uri) {
    public PlannedSource {
      requireNonNull(id, "id is null");
      requireNonNull(uri, "uri is null");
    }
  }

  /**
   * Frames by time.
   *
   * @param times the source's own time of each frame
   * @param spacing the distance that was asked for; zero for one frame
   */
  public record PlannedWindow(List<Duration> times, Duration spacing) {
    public PlannedWindow {
      times = List.copyOf(times);
      requireNonNull(spacing, "spacing is null");
    }

    /** One frame. */
    public static PlannedWindow at(Duration time) {
      return new PlannedWindow(List.of(time), Duration.ZERO);
    }

    /**
     * Several frames at even distances.
     *
     * @param frames at least 1
     * @param from the time of the first
     */
    public static PlannedWindow of(int frames, Duration spacing, Duration from) {
      if (frames < 1) {
        throw new IllegalArgumentException("a window has one frame or more.");
      }
      return new PlannedWindow(
          IntStream.range(0, frames).mapToObj(i -> from.plus(spacing.multipliedBy(i))).toList(),
          spacing);
    }
  }

  /**
   * Who is asked when.
   *
   * @param order what is asked at once
   * @param sequence what follows on what
   * @param seed turns the order
   */
  public record Schedule(AskOrder order, Sequence sequence, long seed) {
    public Schedule {
      requireNonNull(order, "order is null");
      requireNonNull(sequence, "sequence is null");
    }
  }

  /** What follows on what. */
  public enum Sequence {
    /** All backends in turn, then the next question: a machine that grows warm is so for all. */
    INTERLEAVED,
    /** One backend after the other, for servers that load each model anew. */
    BY_BACKEND,
    /** By lot, which the seed draws. */
    SHUFFLED
  }

  /**
   * What keeps a run from hanging.
   *
   * @param workers so many questions at once where others would follow on each other, at least 1
   * @param retries so often a question is asked again whose failure may pass
   * @param failures after so many in a row a backend is given up, at least 1
   */
  public record Limits(int workers, int retries, int failures) {
    /** One at a time, asked again twice; ten failures in a row end it. */
    public static final Limits USUAL = new Limits(1, 2, 10);

    public Limits {
      require(workers >= 1, "workers must be 1 or more.");
      require(retries >= 0, "retries must be 0 or more.");
      require(failures >= 1, "failures must be 1 or more.");
    }
  }

  /**
   * When a run ends though not everything was asked.
   *
   * @param requests that were sent, those asked again included
   * @param time since the first
   */
  public record Budget(OptionalInt requests, Optional<Duration> time) {
    /** It ends when everything was asked. */
    public static final Budget NONE = new Budget(OptionalInt.empty(), Optional.empty());

    public Budget {
      requireNonNull(requests, "requests is null");
      requireNonNull(time, "time is null");
    }
  }

  /** Begins a plan of this name. */
  public static PlanBuilder named(String name) {
    return new PlanBuilder(name);
  }

  /** The plan that one comparison is. */
  static Plan of(ComparisonSpec spec) {
    String source = spec.window().source();
    Axes axes =
        new Axes(
            List.of(new PlannedSource(source, source)),
            List.of(window(spec)),
            spec.encodings(),
            List.of(new PlannedQuestion("prompt-1", spec.prompt())),
            spec.backends().stream().map(b -> b.card().uri()).toList(),
            List.of(spec.sampling()),
            spec.repetitions());
    return new Plan(
        "comparison",
        axes,
        spec.cache(),
        new Schedule(spec.order(), Sequence.INTERLEAVED, spec.seed()),
        new Limits(1, 0, 1),
        Budget.NONE);
  }

  private static PlannedWindow window(ComparisonSpec spec) {
    List<Duration> times = spec.window().frames().stream().map(Frame::time).toList();
    return new PlannedWindow(times, spec.window().spacing());
  }

  /**
   * How many questions that makes.
   *
   * @throws IllegalArgumentException if more than a run can hold
   */
  public int size() {
    return new Cells(this).size();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
