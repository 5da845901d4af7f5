package dev.zoetrope.ruler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zoetrope.metrics.Samples;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EarlierLoadTest {
  private static final Calibration NONE =
      new Calibration("none", 1, Samples.of(), Samples.of(), Samples.of(), 1, 0, 0, 0, 0, 0);

  /** One request whose first piece came so late. */
  private static LoadSummary summary(long ttftMillis) {
    return new LoadSummary(List.of(request(ttftMillis)), slo(), NONE, 0, false);
  }

  private static LoadRequest request(long ttftMillis) {
    long first = ttftMillis * 1_000_000;
    long[] stamps = {first, first + 20_000_000};
    return new LoadRequest(
        "one",
        0,
        0,
        0,
        OptionalLong.empty(),
        stamps,
        OptionalInt.of(2),
        stamps[1],
        Optional.empty());
  }

  private static Slo slo() {
    return new Slo(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
  }

  private static EarlierLoad earlier(long ttftMillis) throws JsonProcessingException {
    Map<String, Object> report =
        LoadJson.of(
            List.of(request(ttftMillis)), summary(ttftMillis), NONE, Map.of("cpu", "Abacus"));
    return EarlierLoad.read(new ObjectMapper().writeValueAsString(report));
  }

  @Test
  void mediansStandBesideEachOther() throws JsonProcessingException {
    EarlierLoad then = earlier(100);

    assertThat(then.machine()).containsEntry("cpu", "Abacus");
    assertThat(then.beside(summary(150), List.of()))
        .doesNotContain("UNLIKE")
        .containsPattern("(?m)^ttft_ms +100\\.00 +150\\.00 +1\\.500$")
        .doesNotContain("wrote_ttft_ms");
  }

  @Test
  void unlikeMachinesAreToldAboveTheNumbers() throws JsonProcessingException {
    assertThat(earlier(100).beside(summary(100), List.of("cpu", "governor")))
        .startsWith("! UNLIKE MACHINES: they differ in cpu, governor;");
  }

  @Test
  void whatIsNoLoadIsRefused() {
    assertThatThrownBy(() -> EarlierLoad.read("{\"requests\": []}"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EarlierLoad.read("no")).isInstanceOf(IllegalArgumentException.class);
  }
}
