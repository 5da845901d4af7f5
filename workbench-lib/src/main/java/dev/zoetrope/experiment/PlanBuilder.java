package dev.zoetrope.experiment;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.CachePolicy;
import dev.zoetrope.backend.Sampling;
import dev.zoetrope.compare.AskOrder;
import dev.zoetrope.temporal.Encoding;
import dev.zoetrope.temporal.SingleFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A plan before it is whole. Without a window the first frame is shown, without an encoding as one
 * picture, without a sampling greedily for 128 tokens. Each call changes this one and gives it
 * back. Confined to one thread.
 */
public final class PlanBuilder {
  private static final int MAX_TOKENS = 128;

  private final String name;
  private final List<Plan.PlannedSource> sources = new ArrayList<>();
  private final List<Plan.PlannedWindow> windows = new ArrayList<>();
  private final List<Encoding> encodings = new ArrayList<>();
  private final List<PlannedQuestion> questions = new ArrayList<>();
  private final List<String> backends = new ArrayList<>();
  private final List<Sampling> samplings = new ArrayList<>();
  private int repetitions = 1;
  private CachePolicy cache = CachePolicy.PLAIN;
  private AskOrder order = AskOrder.BY_HOST;
  private Plan.Sequence sequence = Plan.Sequence.INTERLEAVED;
  private long seed;
  private Plan.Limits limits = Plan.Limits.USUAL;
  private Plan.Budget budget = Plan.Budget.NONE;

  PlanBuilder(String name) {
    this.name = requireNonNull(name, "name is null");
  }

  /** Adds a clip, a folder of stills, a synthetic scene, under its URI as id. */
  public PlanBuilder source(String uri) {
    return source(uri, uri);
  }

  /** Adds one under an id of its own, for {@link PlannedQuestion#about}. */
  public PlanBuilder source(String id, String uri) {
    sources.add(new Plan.PlannedSource(id, uri));
    return this;
  }

  /** Adds frames that are looked at in each source. */
  public PlanBuilder window(Plan.PlannedWindow window) {
    windows.add(requireNonNull(window, "window is null"));
    return this;
  }

  /** Adds ways to show them. */
  public PlanBuilder encodings(Encoding... ways) {
    encodings.addAll(List.of(ways));
    return this;
  }

  /** Adds a question. */
  public PlanBuilder ask(PlannedQuestion question) {
    questions.add(requireNonNull(question, "question is null"));
    return this;
  }

  /** Adds backends, by address or name. */
  public PlanBuilder backends(String... uris) {
    backends.addAll(List.of(uris));
    return this;
  }

  /** Adds a way to choose tokens. */
  public PlanBuilder sampling(Sampling sampling) {
    samplings.add(requireNonNull(sampling, "sampling is null"));
    return this;
  }

  /** How often the same is asked; once otherwise. */
  public PlanBuilder repetitions(int times) {
    repetitions = times;
    return this;
  }

  /** What every request wants of its server's caches; plain otherwise. */
  public PlanBuilder cache(CachePolicy wanted) {
    cache = requireNonNull(wanted, "wanted is null");
    return this;
  }

  /** What is asked at once; hosts otherwise. */
  public PlanBuilder order(AskOrder wanted) {
    order = requireNonNull(wanted, "wanted is null");
    return this;
  }

  /** What follows on what; interleaved otherwise. */
  public PlanBuilder sequence(Plan.Sequence wanted) {
    sequence = requireNonNull(wanted, "wanted is null");
    return this;
  }

  /** Turns the order; 0 otherwise. */
  public PlanBuilder seed(long value) {
    seed = value;
    return this;
  }

  /** What keeps the run from hanging; {@link Plan.Limits#USUAL} otherwise. */
  public PlanBuilder limits(Plan.Limits wanted) {
    limits = requireNonNull(wanted, "wanted is null");
    return this;
  }

  /** When it ends though not everything was asked; never otherwise. */
  public PlanBuilder budget(Plan.Budget wanted) {
    budget = requireNonNull(wanted, "wanted is null");
    return this;
  }

  /**
   * The plan.
   *
   * @throws IllegalArgumentException if it cannot be run, in a sentence that says why
   */
  public Plan build() {
    Plan.Axes axes =
        new Plan.Axes(
            sources,
            windows.isEmpty() ? List.of(Plan.PlannedWindow.at(Duration.ZERO)) : windows,
            encodings.isEmpty() ? List.of(SingleFrame.middle()) : encodings,
            questions,
            backends,
            samplings.isEmpty() ? List.of(Sampling.greedy(MAX_TOKENS)) : samplings,
            repetitions);
    Plan plan =
        new Plan(name, axes, cache, new Plan.Schedule(order, sequence, seed), limits, budget);
    PlanCheck.check(plan);
    return plan;
  }
}
