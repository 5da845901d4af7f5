package dev.zoetrope.backend;

import dev.zoetrope.metrics.Conditions;
import dev.zoetrope.metrics.Ticker;
import java.util.Optional;
import okhttp3.Call;

/**
 * One call that was not made yet, what it asks, and what it is timed and bounded by.
 *
 * @param rewording the same in other words, where the server refuses these
 * @param rules the question as it goes and what was done about caches
 * @param flush makes the server forget what it knows, before the clock starts
 * @param tape records it, where that is wanted
 */
record WireExchange(
    Call call,
    WireRewording rewording,
    CacheRules rules,
    Optional<Call> flush,
    Dialect dialect,
    VisionCount vision,
    HttpStamps stamps,
    Optional<WireTape> tape,
    HttpPool pool,
    Ticker ticker) {
  VlmRequest request() {
    return rules.request();
  }

  HttpLimits limits() {
    return pool.limits();
  }

  /** Under which conditions the answer came. */
  Conditions conditions(Completion told) {
    WireServer server = dialect.server();
    Conditions known =
        new Conditions(
            server.named(),
            Optional.of(rules.state(told)),
            request().imageCount() == 0 ? Optional.empty() : WirePromptForm.of(server),
            WireAdvice.of(server));
    return rewording.leftOut().map(known::with).orElse(known);
  }
}
