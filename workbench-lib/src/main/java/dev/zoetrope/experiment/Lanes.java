package dev.zoetrope.experiment;

import dev.zoetrope.backend.VlmBackend;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which backends are asked in turn and which at once, as comparisons have it. */
final class Lanes {
  private Lanes() {}

  /** Each lane has a turn of its own; they run at once. */
  static List<Turn> of(Plan plan, Feasible feasible) {
    Cells cells = new Cells(plan);
    Map<String, List<Integer>> members = new LinkedHashMap<>();
    for (int backend = 0; backend < plan.axes().backends().size(); backend++) {
      if (feasible.isThere(backend)) {
        members
            .computeIfAbsent(lane(plan, backend, feasible.backend(backend)), k -> new ArrayList<>())
            .add(backend);
      }
    }
    return members.values().stream().map(lane -> new Turn(plan, cells, lane)).toList();
  }

  static String lane(Plan plan, int index, VlmBackend backend) {
    return switch (plan.schedule().order()) {
      case BY_HOST -> backend.card().host();
      case IN_TURN -> "all";
      case AT_ONCE -> "backend " + index;
    };
  }
}
