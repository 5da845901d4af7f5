package dev.zoetrope.ruler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.backend.BackendRegistry;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.ByteString;
import org.junit.jupiter.api.Test;

/** When requests of a load begin, what they say, and what a scripted server makes of them. */
class LoadShapeTest {
  private static final byte[] PNG =
      ByteString.decodeBase64(
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")
          .toByteArray();

  private static LoadPrompts prompts(List<EncodedImage> images, long seed) {
    return new LoadPrompts(Optional.empty(), 20, images, 4, seed);
  }

  private static List<LoadRequest> run(ScriptedVlmServer server, LoadPlan plan)
      throws InterruptedException {
    return run(server.uri(), plan);
  }

  private static List<LoadRequest> run(String uri, LoadPlan plan) throws InterruptedException {
    try (BackendRegistry backends = BackendRegistry.open(Ticker.system());
        VlmBackend backend = backends.connect(uri)) {
      return new Load(backend, plan, Ticker.system()).run(done -> {});
    }
  }

  private static LoadPlan plan(Arrivals arrivals, int requests, Optional<Duration> atMost) {
    return new LoadPlan(arrivals, requests, atMost, 0, prompts(List.of(), 0));
  }

  /** An answer takes longer than the ramp, so that nobody asks twice within it. */
  @Test
  void aRampLetsThemBeginOneAfterTheOther() throws InterruptedException {
    try (ScriptedVlmServer server = ScriptedVlmServer.start(ServerScript.steady(800, 1, 1))) {
      long before = Ticker.system().nanos();
      Arrivals ramp = new Arrivals.Closed(4, Duration.ofMillis(800));
      List<LoadRequest> done = run(server, plan(ramp, 4, Optional.empty()));

      assertThat(done).hasSize(4);
      for (int i = 0; i < 4; i++) {
        assertThat(done.get(i).start() - before).isGreaterThanOrEqualTo(i * 200_000_000L);
      }
    }
  }

  /** Each answer takes at least 8 ms, so that two workers begin at most 52 in 200 ms. */
  @Test
  void noRequestBeginsWhenItsTimeIsUp() throws InterruptedException {
    try (ScriptedVlmServer server = ScriptedVlmServer.start(ServerScript.steady(5, 1, 4))) {
      Optional<Duration> most = Optional.of(Duration.ofMillis(200));

      assertThat(run(server, plan(Arrivals.closed(2), 1000, most))).hasSizeBetween(1, 52);
      assertThat(run(server, plan(Arrivals.constant(50, 100), 100, most))).hasSize(10);
    }
  }

  @Test
  void anOpenLoopsQuestionsWaitForNoAnswer() throws InterruptedException {
    try (ScriptedVlmServer server = ScriptedVlmServer.start(ServerScript.steady(300, 1, 1))) {
      Arrivals trace = Arrivals.trace(List.of("0", "0.01", "0.03"));
      List<LoadRequest> done = run(server, plan(trace, 3, Optional.empty()));

      assertThat(done).hasSize(3).allMatch(LoadRequest::answered);
      assertThat(done.get(1).intended() - done.get(0).intended()).isEqualTo(10_000_000);
      assertThat(done.get(2).intended() - done.get(0).intended()).isEqualTo(30_000_000);
      assertThat(done)
          .allMatch(
              r -> r.intendedTtftMillis().orElseThrow() >= r.ttftMillis().orElseThrow(),
              "counts what the client made it wait, too");
    }
  }

  @Test
  void aPictureCostsWhatTheScriptSays() throws InterruptedException {
    ServerScript script = ServerScript.steady(5, 1, 4).with(new ServerScript.Prefill(150, 0, 1));
    try (ScriptedVlmServer server = ScriptedVlmServer.start(script)) {
      EncodedImage image = EncodedImage.ofForeign(PNG);
      LoadPlan two =
          new LoadPlan(
              Arrivals.closed(1), 1, Optional.empty(), 0, prompts(List.of(image, image), 0));

      assertThat(run(server, two).get(0).ttftMillis().orElseThrow()).isGreaterThanOrEqualTo(305);
    }
  }

  @Test
  void theSameSeedSendsTheSameBytes() throws InterruptedException, IOException {
    List<ByteString> once = bodies(7);

    assertThat(once).hasSize(3).doesNotHaveDuplicates();
    assertThat(bodies(7)).isEqualTo(once);
    assertThat(bodies(8)).isNotEqualTo(once);
  }

  private static List<ByteString> bodies(long seed) throws InterruptedException, IOException {
    List<ByteString> bodies = Collections.synchronizedList(new ArrayList<>());
    try (MockWebServer server = new MockWebServer()) {
      server.setDispatcher(keeping(bodies));
      server.start();
      List<EncodedImage> image = List.of(EncodedImage.ofForeign(PNG));
      LoadPlan plan =
          new LoadPlan(Arrivals.closed(1), 3, Optional.empty(), 0, prompts(image, seed));
      run(server.url("/").toString().replaceFirst("/$", "#m"), plan);
    }
    return bodies;
  }

  private static Dispatcher keeping(List<ByteString> bodies) {
    return new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) {
        if (!request.getMethod().equals("POST")) {
          return request.getTarget().equals("/v1/models")
              ? new MockResponse.Builder().body("{\"data\":[{\"id\":\"m\"}]}").build()
              : new MockResponse.Builder().code(404).build();
        }
        bodies.add(request.getBody());
        return new MockResponse.Builder()
            .addHeader("Content-Type", "text/event-stream")
            .body(
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},"
                    + "\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
            .build();
      }
    };
  }

  @Test
  void jitterIsMadeByItsSeed() throws InterruptedException {
    List<Long> once = gapsDue(3);

    assertThat(once).hasSize(7).doesNotContain(20_000_000L);
    assertThat(gapsDue(3)).isEqualTo(once);
    assertThat(gapsDue(4)).isNotEqualTo(once);
  }

  /** How far apart its pieces should have been written. */
  private static List<Long> gapsDue(long seed) throws InterruptedException {
    ServerScript script =
        ServerScript.steady(5, 20, 8).with(new ServerScript.Pace(5, 20, 10, seed));
    try (ScriptedVlmServer server = ScriptedVlmServer.start(script)) {
      LoadPrompts eight = new LoadPrompts(Optional.of("What?"), 1, List.of(), 8, 0);
      run(server, new LoadPlan(Arrivals.closed(1), 1, Optional.empty(), 0, eight));
      List<ServedRequest.Write> writes =
          served(server, 1).get(0).writes().stream().filter(w -> w.tokens() > 0).toList();
      List<Long> gaps = new ArrayList<>();
      for (int i = 1; i < writes.size(); i++) {
        gaps.add(writes.get(i).due() - writes.get(i - 1).due());
      }
      return gaps;
    }
  }

  @Test
  void whoFindsNoSlotWaitsForOne() throws InterruptedException {
    ServerScript script =
        ServerScript.steady(50, 1, 1).with(new ServerScript.Crowd(OptionalInt.of(1), 0));
    try (ScriptedVlmServer server = ScriptedVlmServer.start(script)) {
      run(server, plan(Arrivals.closed(3), 3, Optional.empty()));
      List<Long> firsts =
          served(server, 3).stream().map(s -> s.writes().get(0).begun()).sorted().toList();

      assertThat(firsts.get(1) - firsts.get(0)).isGreaterThanOrEqualTo(50_000_000);
      assertThat(firsts.get(2) - firsts.get(1)).isGreaterThanOrEqualTo(50_000_000);
    }
  }

  /** The server notes an answer only after its last byte has gone. */
  private static List<ServedRequest> served(ScriptedVlmServer server, int several) {
    while (server.served().size() < several) {
      Thread.onSpinWait();
    }
    return server.served();
  }

  /** An engine in the same process would otherwise make every client look busy. */
  @Test
  void whatRunsBesideTheClientDoesNotMakeItBusy() throws InterruptedException {
    Thread engine = new Thread(LoadShapeTest::burn);
    engine.setDaemon(true);
    engine.start();
    try (ScriptedVlmServer server = ScriptedVlmServer.start(ServerScript.steady(600, 1, 1));
        BackendRegistry backends = BackendRegistry.open(Ticker.system());
        VlmBackend backend = backends.connect(server.uri())) {
      LoadPlan plan =
          new LoadPlan(Arrivals.closed(1), 2, Optional.empty(), 1, prompts(List.of(), 0));
      Load load = new Load(backend, plan, Ticker.system());
      load.run(done -> {});

      assertThat(load.cpuShare()).isBetween(1e-9, 0.5);
    } finally {
      engine.interrupt();
      engine.join();
    }
  }

  private static void burn() {
    while (!Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aQuestionThatCannotBeMadeEndsTheLoad() {
    try (ScriptedVlmServer server = ScriptedVlmServer.start(ServerScript.steady(5, 1, 4))) {
      LoadPlan plan =
          new LoadPlan(
              Arrivals.closed(2),
              4,
              Optional.empty(),
              0,
              number -> {
                throw new IllegalArgumentException("no question " + number);
              });

      org.assertj.core.api.Assertions.assertThatThrownBy(() -> run(server, plan))
          .hasMessageContaining("no question");
      assertThat(server.served()).isEmpty();
    }
  }
}
