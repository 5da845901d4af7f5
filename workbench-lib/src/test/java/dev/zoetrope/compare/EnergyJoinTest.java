package dev.zoetrope.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zoetrope.backend.BackendCard;
import dev.zoetrope.backend.FinishReason;
import dev.zoetrope.metrics.Observation;
import dev.zoetrope.metrics.Provenance;
import dev.zoetrope.metrics.Reading;
import dev.zoetrope.metrics.ServerTimings;
import dev.zoetrope.metrics.Timeline;
import dev.zoetrope.metrics.TokenUsage;
import dev.zoetrope.telemetry.Device;
import dev.zoetrope.telemetry.Gauge;
import dev.zoetrope.telemetry.Recorded;
import dev.zoetrope.telemetry.Sample;
import dev.zoetrope.telemetry.SamplerReport;
import dev.zoetrope.telemetry.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * A board that takes 70 W, in the prefill from 1000 to 1200 ms 500 W, in the decode to 2200 ms 300
 * W.
 */
class EnergyJoinTest {
  private static final long MS = 1_000_000;
  private static final Device GPU = new Device("gpu-0", "Board", "nvml", Map.of());
  private static final Device CPU = new Device("package-0", "CPU package-0", "rapl", Map.of());

  @Test
  void phasesOfAServerOnThisMachineGetTheGpusJoules() {
    Map<String, Reading> readings =
        joined(List.of(answer(0, BackendCard.THIS_MACHINE, 1000)), 20).get(0).readings();

    assertThat(value(readings, "prefill_energy").value()).isCloseTo(100, within(6.0));
    assertThat(value(readings, "decode_energy").value()).isCloseTo(300, within(16.0));
    assertThat(value(readings, "energy_per_output_token").value()).isCloseTo(3, within(0.2));
    assertThat(value(readings, "prefill_energy").provenance().kind())
        .isEqualTo(Provenance.Kind.MACHINE_COUNTER);
    assertThat(value(readings, "prefill_energy").provenance().formula())
        .contains("Board")
        .contains("+- ")
        .contains("RESOLVED")
        .contains("the server's durations")
        .doesNotContain("CPU");
  }

  @Test
  void aCounterTooSlowForAPhaseMeasuresItNot() {
    Map<String, Reading> readings =
        joined(List.of(answer(0, BackendCard.THIS_MACHINE, 1000)), 150).get(0).readings();

    assertThat(readings.get("prefill_energy"))
        .isInstanceOfSatisfying(
            Reading.Absent.class, none -> assertThat(none.reason()).contains("UNRESOLVED"));
    assertThat(value(readings, "decode_energy").value()).isCloseTo(300, within(40.0));
  }

  @Test
  void aServerElsewhereIsNotChargedToThisMachine() {
    assertThat(absent(joined(List.of(answer(0, "gpu-box", 1000)), 20).get(0)))
        .isEqualTo("the server is not on this machine");
  }

  @Test
  void answersThatRanTogetherAreNotToldApart() {
    List<Answer> both =
        joined(
            List.of(
                answer(0, BackendCard.THIS_MACHINE, 1000),
                answer(1, BackendCard.THIS_MACHINE, 1500)),
            20);

    assertThat(both).allSatisfy(a -> assertThat(absent(a)).contains("at the same time"));
  }

  @Test
  void answersInTurnEachGetTheirOwn() {
    List<Answer> both =
        joined(
            List.of(
                answer(0, BackendCard.THIS_MACHINE, 1000),
                answer(1, BackendCard.THIS_MACHINE, 2600)),
            20);

    assertThat(value(both.get(0).readings(), "decode_energy").value()).isCloseTo(300, within(16.0));
    assertThat(value(both.get(1).readings(), "decode_energy").value()).isCloseTo(70, within(8.0));
  }

  @Test
  void withoutAWatchThereIsAReason() {
    Answer alone = answer(0, BackendCard.THIS_MACHINE, 1000);

    assertThat(absent(alone)).isEqualTo("no energy counter of this machine was watched");
  }

  private static List<Answer> joined(List<Answer> answers, int refreshMillis) {
    Recorded recorded =
        new Recorded(
            List.of(counter(GPU.id(), refreshMillis), counter(CPU.id(), refreshMillis)),
            new SamplerReport(4, 0.001, OptionalDouble.empty(), 1, 0, OptionalInt.empty()));
    return new EnergyJoin(answers, recorded, List.of(GPU, CPU)).answers();
  }

  private static Series counter(String device, int refreshMillis) {
    List<Sample> samples = new ArrayList<>();
    double joules = 0;
    double shown = 0;
    for (int ms = 0; ms < 4000; ms++) {
      joules += watts(ms) / 1000;
      shown = ms % refreshMillis == 0 ? joules : shown;
      if (ms % 5 == 0) {
        samples.add(new Sample.Value(ms * MS, ms * MS, shown));
      }
    }
    Gauge gauge =
        new Gauge(device, "energy", "J", Gauge.Kind.COUNTER, "simulated", OptionalDouble.empty());
    return new Series(gauge, samples);
  }

  private static double watts(int ms) {
    if (ms < 1000 || ms >= 2200) {
      return 70;
    }
    return ms < 1200 ? 500 : 300;
  }

  /** 100 tokens; its server says 200 ms of prompt and a second of generation. */
  private static Answer answer(int index, String host, long prefillMillis) {
    List<Long> deltas = List.of((prefillMillis + 201) * MS, (prefillMillis + 1200) * MS);
    Timeline timeline =
        new Timeline(
            Timeline.Origin.CLIENT,
            (prefillMillis - 2) * MS,
            OptionalLong.of((prefillMillis - 1) * MS),
            OptionalLong.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            deltas,
            OptionalLong.of(deltas.get(0)),
            OptionalLong.of((prefillMillis + 1201) * MS));
    Observation observed =
        new Observation(
            timeline,
            new TokenUsage(
                OptionalInt.of(80), OptionalInt.empty(), OptionalInt.of(100), OptionalInt.empty()),
            Optional.of(new ServerTimings(80, 200, 0, 100, 1000)),
            Optional.empty());
    return new Answer(
        new Slot(index, Answers.card("http://a", host), "grid", 0),
        List.of(),
        new Outcome.Complete("right", FinishReason.STOP),
        Optional.of(observed));
  }

  private static Reading.Value value(Map<String, Reading> readings, String tag) {
    assertThat(readings.get(tag)).as(tag).isInstanceOf(Reading.Value.class);
    return (Reading.Value) readings.get(tag);
  }

  private static String absent(Answer answer) {
    return ((Reading.Absent) answer.readings().get("prefill_energy")).reason();
  }
}
