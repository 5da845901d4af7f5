package dev.zoetrope.compare;

import dev.zoetrope.backend.BackendCard;
import dev.zoetrope.metrics.Energy;
import dev.zoetrope.metrics.Provenance;
import dev.zoetrope.metrics.Reading;
import dev.zoetrope.telemetry.CounterRead;
import dev.zoetrope.telemetry.Device;
import dev.zoetrope.telemetry.Phase;
import dev.zoetrope.telemetry.PhaseEnergy;
import dev.zoetrope.telemetry.PhaseJoules;
import dev.zoetrope.telemetry.Recorded;
import dev.zoetrope.telemetry.Series;
import dev.zoetrope.telemetry.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Joins answers and energy counters by time. */
final class EnergyJoin {
  /** Beside an answer's own time this much is fitted with it: what lies farther tells nothing. */
  private static final long BESIDE_NANOS = 1_000_000_000L;

  private final List<Answer> answers;
  private final Recorded recorded;
  private final List<Device> devices;
  private final Map<Integer, EnergyPhases> phases = new LinkedHashMap<>();

  EnergyJoin(List<Answer> answers, Recorded recorded, List<Device> devices) {
    this.answers = answers;
    this.recorded = recorded;
    this.devices = devices;
    answers.forEach(
        answer ->
            answer
                .observation()
                .filter(o -> isHere(answer))
                .flatMap(EnergyPhases::of)
                .ifPresent(own -> phases.put(answer.slot().index(), own)));
  }

  List<Answer> answers() {
    return answers.stream().map(this::joined).toList();
  }

  private Answer joined(Answer answer) {
    return new Answer(
        answer.slot(),
        answer.frames(),
        answer.outcome(),
        answer.observation().map(o -> o.with(energy(answer))));
  }

  private static boolean isHere(Answer answer) {
    return answer.slot().backend().host().equals(BackendCard.THIS_MACHINE);
  }

  private Energy energy(Answer answer) {
    EnergyPhases own = phases.get(answer.slot().index());
    if (!isHere(answer)) {
      return Energy.absent("the server is not on this machine");
    }
    if (own == null) {
      return Energy.absent("its phases have no stamps");
    }
    return isAlone(own)
        ? energy(own, counting(answer))
        : Energy.absent("another answer was made at the same time");
  }

  private boolean isAlone(EnergyPhases own) {
    return phases.values().stream().filter(own::overlaps).count() == 1;
  }

  /** The engine in this process runs on the CPU; a server on the GPU, where there is one. */
  private List<Device> counting(Answer answer) {
    boolean gpu =
        answer.slot().backend().isServed() && devices.stream().anyMatch(device -> !device.isCpu());
    return devices.stream().filter(device -> device.isCpu() != gpu).toList();
  }

  private Energy energy(EnergyPhases own, List<Device> counting) {
    if (counting.isEmpty()) {
      return Energy.absent("this machine's CPU tells no energy");
    }
    List<List<PhaseJoules>> told = new ArrayList<>();
    for (Device device : counting) {
      Optional<List<PhaseJoules>> joules = joules(own, device);
      if (joules.isEmpty()) {
        return Energy.absent("the energy counter of " + device.name() + " moved too seldom");
      }
      told.add(joules.get());
    }
    String by = counting.stream().map(Device::name).collect(Collectors.joining(" + "));
    return new Energy(sum(told, own.prefill(), by, own), sum(told, own.decode(), by, own));
  }

  /** With the phases of what came just before and after, which have a power of their own. */
  private Optional<List<PhaseJoules>> joules(EnergyPhases own, Device device) {
    long from = own.prefill().fromNanos() - BESIDE_NANOS;
    long to = own.decode().toNanos() + BESIDE_NANOS;
    List<Phase> near =
        phases.values().stream()
            .filter(this::isAlone)
            .flatMap(other -> other.both().stream())
            .filter(phase -> phase.toNanos() > from && phase.fromNanos() < to)
            .sorted(Comparator.comparingLong(Phase::fromNanos))
            .toList();
    return series(device)
        .flatMap(series -> PhaseEnergy.of(near, reads(series, from, to)))
        .map(all -> all.stream().filter(j -> own.both().contains(j.phase())).toList());
  }

  private Optional<Series> series(Device device) {
    return recorded.series().stream()
        .filter(series -> series.gauge().device().equals(device.id()) && series.gauge().isEnergy())
        .findFirst();
  }

  private static List<CounterRead> reads(Series series, long from, long to) {
    return series.reads().stream()
        .filter(read -> read.atNanos() >= from && read.atNanos() <= to)
        .toList();
  }

  private static Reading sum(
      List<List<PhaseJoules>> told, Phase phase, String by, EnergyPhases own) {
    double joules = 0;
    double bound = 0;
    Verdict worst = Verdict.RESOLVED;
    for (List<PhaseJoules> device : told) {
      PhaseJoules one =
          device.stream().filter(j -> j.phase().equals(phase)).findFirst().orElseThrow();
      joules += one.joules();
      bound += one.bound();
      worst = one.verdict().compareTo(worst) > 0 ? one.verdict() : worst;
    }
    return worst == Verdict.UNRESOLVED
        ? new Reading.Absent("UNRESOLVED: shorter than two refreshes of the energy counter")
        : new Reading.Value(joules, "J", provenance(by, bound, worst, own));
  }

  private static Provenance provenance(String by, double bound, Verdict worst, EnergyPhases own) {
    return new Provenance(
        Provenance.Kind.MACHINE_COUNTER,
        String.format(
            Locale.ROOT,
            "energy counter of %s, fitted over its refreshes, +- %.3g J, %s; phases: %s",
            by,
            bound,
            worst,
            own.placed()));
  }
}
