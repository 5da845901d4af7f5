package dev.zoetrope.compare;

import dev.zoetrope.backend.BackendCard;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    Map<String, List<Integer>> members = new LinkedHashMap<>();
    for (int backend = 0; backend < cards.size(); backend++) {
      members.computeIfAbsent(lane(backend), k -> new ArrayList<>()).add(backend);
    }
    return members.values().stream().map(this::asks).toList();
  }

  private String lane(int backend) {
    return switch (spec.order()) {
      case BY_HOST -> cards.get(backend).host();
      case IN_TURN -> "all";
      case AT_ONCE -> "backend " + backend;
    };
  }

  /** One round asks every backend of the lane the same once. */
  private List<Ask> asks(List<Integer> lane) {
    List<Ask> asks = new ArrayList<>();
    for (int repetition = 0; repetition < spec.repetitions(); repetition++) {
      for (int encoding = 0; encoding < spec.encodings().size(); encoding++) {
        int round = repetition * spec.encodings().size() + encoding;
        for (int backend : rotated(lane, round)) {
          asks.add(ask(encoding, backend, repetition));
        }
      }
    }
    return asks;
  }

  /**
   * Round n begins with the lane's backend (seed + n): whoever always goes first would always find
   * the machine cool.
   */
  private List<Integer> rotated(List<Integer> lane, int n) {
    List<Integer> turned = new ArrayList<>(lane);
    Collections.rotate(turned, -(int) Math.floorMod(spec.seed() + n, (long) lane.size()));
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
