package dev.zoetrope.experiment;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run as its log has it: what was asked, and of each question its last answer.
 *
 * @param run its id
 * @param name of its plan
 * @param at when it began, for labels only
 * @param cells how many questions the plan has; empty where its plan does not say
 * @param questions the words of each by id
 * @param answers in the order in which they were first written
 * @param machine facts of the machine that asked
 * @param calibration its id; empty where the client was not measured
 * @param skipped lines of the log that are torn or foreign
 */
public record RunRecord(
    String run,
    String name,
    String at,
    Optional<Integer> cells,
    Map<String, String> questions,
    List<RunAnswer> answers,
    Map<String, String> machine,
    Optional<String> calibration,
    long skipped) {
  public RunRecord {
    requireNonNull(run, "run is null");
    requireNonNull(name, "name is null");
    requireNonNull(at, "at is null");
    requireNonNull(cells, "cells is null");
    questions = Map.copyOf(questions);
    answers = List.copyOf(answers);
    machine = Map.copyOf(machine);
    requireNonNull(calibration, "calibration is null");
  }
}
