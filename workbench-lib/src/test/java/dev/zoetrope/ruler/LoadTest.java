package dev.zoetrope.ruler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zoetrope.backend.BackendRegistry;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.metrics.Ticker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LoadTest {
  private static final LoadPrompts DRAWN = new LoadPrompts(Optional.empty(), 20, List.of(), 8, 7);

  private static List<LoadRequest> run(ScriptedVlmServer server, Arrivals arrivals, int warmup)
      throws InterruptedException {
    try (BackendRegistry backends = BackendRegistry.open(Ticker.system());
        VlmBackend backend = backends.connect(server.uri())) {
      LoadPlan plan = new LoadPlan(arrivals, 6, Optional.empty(), warmup, DRAWN);
      return new Load(backend, plan, Ticker.system()).run(done -> {});
    }
  }

  @Test
  void warmUpIsAskedButInNoNumber() throws InterruptedException {
    try (ScriptedVlmServer server = ScriptedVlmServer.start(ServerScript.steady(5, 1, 4))) {
      List<LoadRequest> done = run(server, Arrivals.closed(3), 3);

      assertThat(done).hasSize(6).allMatch(LoadRequest::answered);
      assertThat(done).allMatch(r -> r.tokens().orElseThrow() == 4 && r.stamps().length > 0);
      assertThat(done).extracting(LoadRequest::id).doesNotHaveDuplicates();
    }
  }

  @Test
  void whatIsReportedIsNeverLessThanTheTruth() throws InterruptedException {
    try (ScriptedVlmServer server = ScriptedVlmServer.start(ServerScript.steady(40, 1, 4))) {
      List<LoadRequest> done = run(server, Arrivals.closed(2), 0);

      // The server notes an answer only after its last byte has gone.
      while (server.served().size() < done.size()) {
        Thread.onSpinWait();
      }
      assertThat(done).allMatch(r -> r.ttftMillis().orElseThrow() >= 40);
      assertThat(server.served().stream().map(ServedRequest::id).collect(Collectors.toSet()))
          .containsAll(done.stream().map(LoadRequest::id).toList());
    }
  }

  @Test
  void itsZeroLiesBetweenTheCallAndTheLastByteWritten() throws InterruptedException {
    try (ScriptedVlmServer server = ScriptedVlmServer.start(ServerScript.steady(5, 1, 4))) {
      List<LoadRequest> done = run(server, Arrivals.closed(2), 2);

      assertThat(done)
          .allMatch(r -> r.called() < r.start())
          .allMatch(r -> r.start() < r.wrote().orElseThrow())
          .allMatch(r -> r.wrote().orElseThrow() < r.stamps()[0])
          .allMatch(r -> r.calledTtftMillis().orElseThrow() > r.ttftMillis().orElseThrow());
    }
  }

  /** Tools that count from the sending leave out what an overloaded client made requests wait. */
  @Test
  void anOpenLoopKeepsTheIntendedStart() throws InterruptedException {
    try (ScriptedVlmServer server = ScriptedVlmServer.start(ServerScript.steady(5, 1, 4))) {
      List<LoadRequest> done = run(server, Arrivals.constant(100, 6), 0);

      assertThat(done).hasSize(6).allMatch(r -> r.called() >= r.intended());
      assertThat(done.get(5).intended() - done.get(0).intended()).isEqualTo(50_000_000);
    }
  }

  @Test
  void aServerThatFailsGivesErrorsNotNumbers() throws InterruptedException {
    ServerScript.Fault cut =
        new ServerScript.Fault(
            ServerScript.Fault.Kind.CUT,
            java.util.OptionalInt.of(2),
            java.util.OptionalLong.empty());
    try (ScriptedVlmServer server =
        ScriptedVlmServer.start(ServerScript.steady(5, 1, 4).with(cut))) {
      List<LoadRequest> done = run(server, Arrivals.closed(2), 0);

      assertThat(done).hasSize(6).noneMatch(LoadRequest::answered);
    }
  }

  @Test
  void theSameSeedAsksTheSame() {
    LoadPrompts again = new LoadPrompts(Optional.empty(), 20, List.of(), 8, 7);

    assertThat(again.apply(3)).isEqualTo(DRAWN.apply(3));
    assertThat(again.apply(4)).isNotEqualTo(DRAWN.apply(3));
  }

  @Test
  void goodputAndLittlesLawAreOfTheRequests() {
    List<LoadRequest> two = List.of(request(0, 100), request(100, 400));
    Calibration none = new Calibration("none", 1, empty(), empty(), empty(), 1, 0, 0, 0, 0, 0);
    Slo slo = new Slo(OptionalDouble.of(150), OptionalDouble.empty(), OptionalDouble.empty());
    LoadSummary summary = new LoadSummary(two, slo, none, 0.9, true);

    assertThat(summary.seconds()).isEqualTo(0.5, within(1e-9));
    assertThat(summary.goodput()).isEqualTo(2, within(1e-9));
    assertThat(summary.little().inFlight())
        .isEqualTo(summary.little().lambda() * summary.little().residence(), within(1e-9));
    assertThat(summary.flags()).anyMatch(f -> f.startsWith("CLIENT BUSY"));
    assertThat(summary.flags()).anyMatch(f -> f.startsWith("SAME MACHINE"));
  }

  private static dev.zoetrope.metrics.Samples empty() {
    return dev.zoetrope.metrics.Samples.of();
  }

  @Test
  void aNumberThatNoRequestHasSaysWhy() {
    Calibration none = new Calibration("none", 1, empty(), empty(), empty(), 1, 0, 0, 0, 0, 0);
    Slo any = new Slo(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
    LoadRequest uncounted =
        new LoadRequest(
            "r",
            0,
            0,
            0,
            OptionalLong.empty(),
            new long[] {5, 9},
            OptionalInt.empty(),
            9,
            Optional.empty());
    LoadSummary summary = new LoadSummary(List.of(uncounted), any, none, 0, false);

    assertThat(LoadText.of(summary, none))
        .containsPattern("tpot_ms +n/a: of each request: it failed, no `usage`")
        .containsPattern("ready_ms +n/a: ")
        .doesNotContainPattern("gap_ms +n/a");
    assertThat(LoadText.of(new LoadSummary(List.of(), any, none, 0, false), none))
        .containsPattern("ttft_ms +n/a: every request failed");
    assertThat(metric(summary, "tpot_ms").get("absent")).isNotNull();
    assertThat(metric(summary, "gap_ms").get("absent")).isNull();
  }

  private static Map<?, ?> metric(LoadSummary summary, String tag) {
    return (Map<?, ?>) ((Map<?, ?>) summary.toMap().get("metrics")).get(tag);
  }

  /** Its first token comes halfway. */
  private static LoadRequest request(long fromMillis, long forMillis) {
    long from = fromMillis * 1_000_000;
    long end = from + forMillis * 1_000_000;
    return new LoadRequest(
        "r" + fromMillis,
        from,
        from,
        from,
        java.util.OptionalLong.of(from),
        new long[] {(from + end) / 2, end},
        java.util.OptionalInt.of(2),
        end,
        Optional.empty());
  }
}
