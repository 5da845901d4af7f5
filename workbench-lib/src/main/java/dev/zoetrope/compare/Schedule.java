package dev.zoetrope.compare;

import dev.zoetrope.backend.BackendCard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Which backend is asked what, and in which order. */
final class Schedule {
  /** One question. */
  record Ask(Slot slot, int backend, int encoding) {}

  private final ComparisonSpec spec;
  private final List<BackendCard> cards;

  Schedule(ComparisonSpec spec) {
    this.spec = spec;
    this.cards = spec.backends().stream().map(b -> b.card()).toList();
  }

  /** All slots in reading order: encodings, then backends, then repetitions. */
  List<Ask> slots() {
    List<Ask> asks = new ArrayList<>();
    for (int encoding = 0; encoding < spec.encodings().size(); encoding++) {
      for (int backend = 0; backend < cards.size(); backend++) {
        for (int repetition = 0; repetition < spec.repetitions(); repetition++) {
          asks.add(ask(encoding, backend, repetition));
        }
      }
    }
    return asks;
  }

  private Ask ask(int encoding, int backend, int repetition) {
    int index = (encoding * cards.size() + backend) * spec.repetitions() + repetition;
    String shown = spec.encodings().get(encoding).name();
    return new Ask(new Slot(index, cards.get(backend), shown, repetition), backend, encoding);
  }

  /** Lanes run at once; within a lane one question follows the other. */
  List<List<Ask>> lanes() {
    Map<String, List<Ask>> lanes = new LinkedHashMap<>();
    for (List<Ask> round : rounds()) {
      round.forEach(a -> lanes.computeIfAbsent(lane(a), k -> new ArrayList<>()).add(a));
    }
    return List.copyOf(lanes.values());
  }

  private String lane(Ask ask) {
    return switch (spec.order()) {
      case BY_HOST -> cards.get(ask.backend()).host();
      case IN_TURN -> "all";
      case AT_ONCE -> "backend " + ask.backend();
    };
  }

  /** One round asks every backend the same once. */
  private List<List<Ask>> rounds() {
    List<List<Ask>> rounds = new ArrayList<>();
    for (int repetition = 0; repetition < spec.repetitions(); repetition++) {
      for (int encoding = 0; encoding < spec.encodings().size(); encoding++) {
        rounds.add(rotated(round(encoding, repetition), rounds.size()));
      }
    }
    return rounds;
  }

  private List<Ask> round(int encoding, int repetition) {
    return IntStream.range(0, cards.size()).mapToObj(b -> ask(encoding, b, repetition)).toList();
  }

  /**
   * Round n begins with backend (seed + n): whoever always goes first would always find the machine
   * cool.
   */
  private List<Ask> rotated(List<Ask> round, int n) {
    int first = (int) Math.floorMod(spec.seed() + n, (long) round.size());
    List<Ask> turned = new ArrayList<>(round.subList(first, round.size()));
    turned.addAll(round.subList(0, first));
    return turned;
  }

  /** In words, for the table. */
  String words() {
    return switch (spec.order()) {
      case AT_ONCE -> "all at once, so the backends of one machine share it";
      case IN_TURN -> "in turn, in rotated order (seed " + spec.seed() + ")";
      case BY_HOST -> byHost();
    };
  }

  private String byHost() {
    long hosts = cards.stream().map(BackendCard::host).distinct().count();
    if (hosts == 1) {
      return "in turn, in rotated order (seed "
          + spec.seed()
          + "): they share "
          + cards.get(0).host();
    }
    return hosts == cards.size()
        ? "at once: each has a host of its own"
        : "in turn on each host, in rotated order (seed " + spec.seed() + "), hosts at once";
  }
}
