package dev.zoetrope.backend;

import dev.zoetrope.metrics.Ticker;
import okhttp3.Call;

/** One call that was not made yet, and what it is timed and bounded by. */
record OpenAiExchange(Call call, HttpStamps stamps, HttpLimits limits, Ticker ticker) {}
