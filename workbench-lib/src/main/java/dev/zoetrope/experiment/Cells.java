package dev.zoetrope.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The requests of a plan, made when they are asked for: a plan of a million holds no more than one
 * of ten. Counted from the backends, which follow on each other, up to the repetitions.
 */
final class Cells {
  /** Weeks of asking; more is a slip. */
  private static final long MOST = 10_000_000;

  private final Plan plan;
  private final int[] sources;
  private final int[] questions;
  private final int size;
  private final CellIds ids;

  /**
   * @throws IllegalArgumentException if there are too many
   */
  Cells(Plan plan) {
    this.plan = plan;
    List<int[]> pairs = pairs(plan.axes());
    this.sources = pairs.stream().mapToInt(pair -> pair[0]).toArray();
    this.questions = pairs.stream().mapToInt(pair -> pair[1]).toArray();
    this.size = size(plan.axes(), pairs.size());
    this.ids = new CellIds(plan);
  }

  private static List<int[]> pairs(Plan.Axes axes) {
    List<int[]> pairs = new ArrayList<>();
    for (int source = 0; source < axes.sources().size(); source++) {
      for (int question = 0; question < axes.questions().size(); question++) {
        if (axes.questions().get(question).isAbout(axes.sources().get(source).id())) {
          pairs.add(new int[] {source, question});
        }
      }
    }
    return pairs;
  }

  private static int size(Plan.Axes axes, int pairs) {
    double size = pairs;
    for (int axis : around(axes)) {
      size *= axis;
    }
    if (size > MOST) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "This plan asks %.0f questions; a run holds %d at most: make several plans of it.",
              size,
              MOST));
    }
    return (int) size;
  }

  private static int[] around(Plan.Axes axes) {
    return new int[] {
      axes.repetitions(),
      axes.windows().size(),
      axes.samplings().size(),
      axes.encodings().size(),
      axes.backends().size()
    };
  }

  int size() {
    return size;
  }

  /** How many ask each backend. */
  int rounds() {
    return size / plan.axes().backends().size();
  }

  /** The request of a round: all backends are asked the same in it. */
  Cell at(int round, int backend) {
    return at(round * plan.axes().backends().size() + backend);
  }

  Cell at(int index) {
    Cell.Place place = place(index);
    return new Cell(plan, index, ids.of(place), place);
  }

  private Cell.Place place(int index) {
    Plan.Axes axes = plan.axes();
    int left = index;
    int backend = left % axes.backends().size();
    left /= axes.backends().size();
    int encoding = left % axes.encodings().size();
    left /= axes.encodings().size();
    int sampling = left % axes.samplings().size();
    left /= axes.samplings().size();
    int window = left % axes.windows().size();
    left /= axes.windows().size();
    int pair = left % sources.length;
    int repetition = left / sources.length;
    return new Cell.Place(
        sources[pair], window, encoding, questions[pair], backend, sampling, repetition);
  }
}
