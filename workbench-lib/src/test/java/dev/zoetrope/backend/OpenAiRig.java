package dev.zoetrope.backend;

import dev.zoetrope.metrics.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A backend on a scripted server, without the probe, and what it answered. */
final class OpenAiRig implements AutoCloseable {
  private static final Duration LONG = Duration.ofSeconds(30);

  /** Answers may hold little; nothing runs out of time, however busy the machine is. */
  static final HttpLimits SMALL =
      new HttpLimits(LONG, LONG, LONG, LONG, Duration.ZERO, 4096, 64 << 10);

  static final HttpLimits NO_FIRST_BYTE =
      new HttpLimits(LONG, Duration.ofMillis(400), LONG, LONG, Duration.ZERO, 4096, 64 << 10);

  static final HttpLimits STALLED =
      new HttpLimits(LONG, LONG, Duration.ofMillis(300), LONG, Duration.ZERO, 4096, 64 << 10);

  final Map<String, String> environment = new HashMap<>();
  final List<TokenEvent> events = new ArrayList<>();
  final HttpPool pool;
  private final HttpKeys keys = new HttpKeys(name -> Optional.ofNullable(environment.get(name)));
  private final String uri;
  private WireServer.Engine engine = WireServer.Engine.OTHER;

  OpenAiRig(String uri, HttpLimits limits) {
    this.uri = uri;
    this.pool = new HttpPool(limits);
  }

  static OpenAiRig on(String uri) {
    return new OpenAiRig(uri, HttpLimits.usual());
  }

  /** With limits that a test can reach. */
  static OpenAiRig small(String uri) {
    return new OpenAiRig(uri, SMALL);
  }

  OpenAiRig as(WireServer.Engine who) {
    engine = who;
    return this;
  }

  VlmBackend backend(Ticker ticker, boolean vision) {
    WireServer server =
        new WireServer(
            HttpAddress.parse(uri),
            engine,
            Optional.empty(),
            "tinyvlm",
            List.of("tinyvlm", "tinyvlm-big"),
            OptionalInt.empty(),
            vision,
            true);
    return new WireBackend(new OpenAiDialect(server), pool, keys, ticker);
  }

  VlmBackend backend() {
    return backend(Ticker.system(), true);
  }

  Completion ask(VlmRequest request) throws InterruptedException {
    try (VlmBackend backend = backend();
        TokenStream stream = backend.stream(request)) {
      return stream.read(events::add);
    }
  }

  Completion ask() throws InterruptedException {
    return ask(Pictures.ask(0, "Describe what happens.", 24));
  }

  /** The texts of the deltas. */
  List<String> deltas() {
    return events.stream()
        .filter(TokenEvent.Delta.class::isInstance)
        .map(event -> ((TokenEvent.Delta) event).text())
        .toList();
  }

  /** The simple names of the events, in order. */
  List<String> kinds() {
    return events.stream().map(event -> event.getClass().getSimpleName()).toList();
  }

  @Override
  public void close() {
    pool.close();
  }
}
