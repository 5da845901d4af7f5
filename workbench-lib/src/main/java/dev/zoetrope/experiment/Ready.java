package dev.zoetrope.experiment;

import dev.zoetrope.backend.BackendRegistry;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.compare.OneByOne;
import dev.zoetrope.compare.Outcome;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.ruler.Calibration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * All that is known before the first question.
 *
 * @param run its id in the log
 * @param goesOn whether an earlier part of it stands there
 * @param feasible what can be asked
 * @param dry what is going to be
 * @param finished names of what an earlier part asked
 * @param lanes who is asked at once
 * @param asking loaded and warmed
 */
record Ready(
    Plan plan,
    String run,
    boolean goesOn,
    Feasible feasible,
    DryRun dry,
    Set<String> finished,
    List<Turn> lanes,
    OneByOne asking) {

  /**
   * Loads and warms the backends that can be asked.
   *
   * @param resume whether to go on with the newest run of the plan, where there is one
   * @throws InterruptedException if the calling thread was interrupted
   */
  static Ready of(Plan plan, Feasible feasible, LogScan stands, boolean resume)
      throws InterruptedException {
    boolean goesOn = resume && stands.newest().isPresent();
    OneByOne asking = new OneByOne();
    for (int backend = 0; backend < plan.axes().backends().size(); backend++) {
      if (feasible.isThere(backend)) {
        Optional<Outcome.Failed> failed = asking.prepare(backend, feasible.backend(backend));
        int left = backend;
        failed.ifPresent(why -> feasible.leaveOut(left, why.message()));
      }
    }
    return new Ready(
        plan,
        goesOn ? stands.newest().orElseThrow() : Experiments.newRun(),
        goesOn,
        feasible,
        new Rehearsal(plan, feasible, stands, goesOn).run(),
        goesOn ? stands.finished() : Set.of(),
        Lanes.of(plan, feasible),
        asking);
  }

  boolean isOpen(Cell cell) {
    return !finished.contains(cell.id()) && feasible.hurdle(cell.at()).isEmpty();
  }

  /** How many questions run at once. */
  int abreast() {
    return lanes.size() * plan.limits().workers();
  }

  /**
   * What this client adds by itself, where anything is asked over a wire.
   *
   * @throws InterruptedException if the calling thread was interrupted
   */
  Optional<Calibration> calibration() throws InterruptedException {
    boolean wire =
        lanes.stream()
            .flatMap(turn -> turn.backends().stream())
            .map(feasible::backend)
            .map(VlmBackend::card)
            .anyMatch(card -> card.isServed());
    if (!wire || dry.requests() < 2) {
      return Optional.empty();
    }
    try (BackendRegistry client = BackendRegistry.open(Ticker.system())) {
      return Optional.of(Calibration.measure(abreast(), client, Ticker.system()));
    }
  }

  /** In words, how it is asked. */
  String order() {
    Plan.Schedule schedule = plan.schedule();
    String atOnce =
        switch (schedule.order()) {
          case BY_HOST -> "hosts at once";
          case IN_TURN -> "one backend at a time";
          case AT_ONCE -> "all backends at once";
        };
    return String.format(
        Locale.ROOT,
        "%s (seed %d), %s, %d at a time",
        schedule.sequence().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        schedule.seed(),
        atOnce,
        abreast());
  }
}
