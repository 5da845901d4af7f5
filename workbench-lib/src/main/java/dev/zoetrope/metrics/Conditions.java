package dev.zoetrope.metrics;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * Under which conditions an answer's numbers were taken.
 *
 * @param server who answered and which version: "llama.cpp b10434"
 * @param cache what came out of the server's caches
 * @param advice by a metric's tag, what a user can do to get a number that this server did not tell
 */
public record Conditions(String server, CacheState cache, Map<String, String> advice) {
  public Conditions {
    requireNonNull(server, "server is null");
    requireNonNull(cache, "cache is null");
    advice = Map.copyOf(advice);
  }
}
