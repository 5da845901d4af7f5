package dev.zoetrope.experiment;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Goes through a plan without asking. Confined to one thread. */
final class Rehearsal {
  private final Plan plan;
  private final Feasible feasible;
  private final LogScan log;
  private final Set<String> finished;
  private final Map<String, Integer> lost = new LinkedHashMap<>();
  private final Map<String, Double> nanos = new HashMap<>();
  private int done;
  private int requests;
  private long images;
  private boolean timeless;

  /**
   * @param goesOn whether what is finished is not asked again
   */
  Rehearsal(Plan plan, Feasible feasible, LogScan log, boolean goesOn) {
    this.plan = plan;
    this.feasible = feasible;
    this.log = log;
    this.finished = goesOn ? log.finished() : Set.of();
  }

  DryRun run() {
    Cells cells = new Cells(plan);
    for (int i = 0; i < cells.size(); i++) {
      cell(cells.at(i));
    }
    return new DryRun(
        plan.name(),
        cells.size(),
        done,
        requests,
        images,
        lost.entrySet().stream().map(e -> new DryRun.Hurdle(e.getKey(), e.getValue())).toList(),
        time(),
        log.skipped());
  }

  private void cell(Cell cell) {
    Optional<String> why = feasible.hurdle(cell.at());
    if (finished.contains(cell.id())) {
      done++;
    } else if (why.isPresent()) {
      lost.merge(why.get(), 1, Integer::sum);
    } else {
      asked(cell);
    }
  }

  private void asked(Cell cell) {
    requests++;
    images += feasible.pictures(cell.at());
    OptionalDouble usual = log.took(cell.backend(), cell.encoding().name());
    timeless |= usual.isEmpty();
    nanos.merge(lane(cell), usual.orElse(0), Double::sum);
  }

  private String lane(Cell cell) {
    return Lanes.lane(plan, cell.at().backend(), feasible.backend(cell.at().backend()));
  }

  /** Lanes run at once, so the longest counts. */
  private Optional<Duration> time() {
    double longest = nanos.values().stream().mapToDouble(n -> n).max().orElse(0);
    return timeless || requests == 0
        ? Optional.empty()
        : Optional.of(Duration.ofNanos((long) (longest / plan.limits().workers())));
  }
}
