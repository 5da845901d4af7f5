package dev.zoetrope.experiment;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.Sampling;
import dev.zoetrope.temporal.Encoding;

/**
 * One request of a plan.
 *
 * @param plan whose it is
 * @param index from 0; the plan's own order, whatever is asked first
 * @param id by what it asks whom: the same in every plan that asks it
 * @param at its place on each axis
 */
public record Cell(Plan plan, int index, String id, Place at) {
  public Cell {
    requireNonNull(plan, "plan is null");
    requireNonNull(id, "id is null");
    requireNonNull(at, "at is null");
  }

  /** A place on each axis of a plan, from 0. */
  public record Place(
      int source,
      int window,
      int encoding,
      int question,
      int backend,
      int sampling,
      int repetition) {}

  /** What is looked at. */
  public Plan.PlannedSource source() {
    return plan.axes().sources().get(at.source());
  }

  /** Which of its frames. */
  public Plan.PlannedWindow window() {
    return plan.axes().windows().get(at.window());
  }

  /** How they are shown. */
  public Encoding encoding() {
    return plan.axes().encodings().get(at.encoding());
  }

  /** What is asked. */
  public PlannedQuestion question() {
    return plan.axes().questions().get(at.question());
  }

  /** Who is asked. */
  public String backend() {
    return plan.axes().backends().get(at.backend());
  }

  /** How tokens are chosen. */
  public Sampling sampling() {
    return plan.axes().samplings().get(at.sampling());
  }
}
