package dev.zoetrope.backend;

import dev.zoetrope.metrics.Ticker;
import okhttp3.Call;

/** One call that was not made yet, what it asks, and what it is timed and bounded by. */
record WireExchange(
    Call call,
    VlmRequest request,
    Dialect dialect,
    VisionCount vision,
    HttpStamps stamps,
    HttpPool pool,
    Ticker ticker) {
  HttpLimits limits() {
    return pool.limits();
  }
}
