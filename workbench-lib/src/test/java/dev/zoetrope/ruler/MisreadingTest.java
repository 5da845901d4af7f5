package dev.zoetrope.ruler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zoetrope.backend.BackendRegistry;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.metrics.Samples;
import dev.zoetrope.metrics.Ticker;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What other clients are known to read wrongly; docs/metrics.md names who and where. */
class MisreadingTest {
  private static final int TOKENS = 6;
  private static final Calibration NONE =
      new Calibration("none", 1, Samples.of(), Samples.of(), Samples.of(), 1, 0, 0, 0, 0, 0);

  private static LoadRequest ask(ServerScript script) throws InterruptedException {
    try (ScriptedVlmServer server = ScriptedVlmServer.start(script);
        BackendRegistry backends = BackendRegistry.open(Ticker.system());
        VlmBackend backend = backends.connect(server.uri())) {
      LoadPrompts prompts = new LoadPrompts(Optional.of("What?"), 1, List.of(), TOKENS, 0);
      LoadPlan plan = new LoadPlan(Arrivals.closed(1), 1, Optional.empty(), 0, prompts);
      return new Load(backend, plan, Ticker.system()).run(done -> {}).get(0);
    }
  }

  private static ServerScript script(int perChunk, boolean earlyRole, boolean usage) {
    return ServerScript.steady(40, 2, TOKENS)
        .with(
            new ServerScript.Answer(
                "scripted", ServerScript.Speaks.OPENAI, TOKENS, perChunk, earlyRole, usage));
  }

  private static ServerScript faulty(ServerScript.Fault.Kind kind) {
    OptionalInt at =
        kind == ServerScript.Fault.Kind.NO_END ? OptionalInt.empty() : OptionalInt.of(2);
    return script(1, false, true).with(new ServerScript.Fault(kind, at, OptionalLong.empty()));
  }

  private static LoadSummary summary(LoadRequest request) {
    Slo none = new Slo(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
    return new LoadSummary(List.of(request), none, NONE, 0, false);
  }

  @Test
  void anEarlyRoleIsNotTheFirstToken() throws InterruptedException {
    LoadRequest seen = ask(script(1, true, true));

    assertThat(seen.stamps()).hasSize(TOKENS);
    assertThat(seen.ttftMillis().orElseThrow()).isGreaterThanOrEqualTo(40);
  }

  @Test
  void timePerTokenOfPackedTokensIsNotTheGapBetweenPieces() throws InterruptedException {
    LoadRequest seen = ask(script(3, false, true));

    assertThat(seen.gapsMillis()).hasSize(1);
    assertThat(seen.tokens()).hasValue(TOKENS);
    assertThat(seen.tpotMillis().orElseThrow())
        .isEqualTo(seen.gapsMillis()[0] / (TOKENS - 1), within(1e-9));
  }

  @Test
  void withoutUsageNoTimePerTokenIsMadeOfPieces() throws InterruptedException {
    LoadRequest seen = ask(script(3, false, false));

    assertThat(seen.answered()).isTrue();
    assertThat(seen.gapsMillis()).hasSize(1);
    assertThat(seen.tokens()).isEmpty();
    assertThat(seen.tpotMillis()).isEmpty();
    assertThat(summary(seen).tokenRate()).isZero();
  }

  @Test
  void anErrorInTheMidstIsNoShortAnswer() throws InterruptedException {
    isFailed(ask(faulty(ServerScript.Fault.Kind.ERROR)));
  }

  @Test
  void aConnectionThatBreaksIsNoShortAnswer() throws InterruptedException {
    isFailed(ask(faulty(ServerScript.Fault.Kind.CUT)));
  }

  private static void isFailed(LoadRequest seen) {
    assertThat(seen.error()).isPresent();
    assertThat(seen.tokens()).isEmpty();
    assertThat(summary(seen).errors()).isEqualTo(1);
    assertThat(summary(seen).lines()).allMatch(line -> line.samples().count() == 0);
    assertThat(summary(seen).goodput()).isZero();
  }

  /**
   * All tokens, the reason of the end and the counts came: it is whole, and it is not waited for.
   */
  @Test
  void aMissingMarkOfTheEndLosesNoAnswer() throws InterruptedException {
    LoadRequest seen = ask(faulty(ServerScript.Fault.Kind.NO_END));

    assertThat(seen.error()).isEmpty();
    assertThat(seen.tokens()).hasValue(TOKENS);
    assertThat(seen.stamps()).hasSize(TOKENS);
  }

  @Test
  void eachGapIsOfTwoStampsNotOfTheMean() throws InterruptedException {
    ServerScript uneven = script(1, false, true).with(new ServerScript.Pace(5, 20, 20, 3));
    double[] gaps = ask(uneven).gapsMillis();

    assertThat(gaps).hasSize(TOKENS - 1);
    assertThat(Arrays.stream(gaps).max().orElseThrow())
        .isGreaterThan(Arrays.stream(gaps).min().orElseThrow());
  }
}
