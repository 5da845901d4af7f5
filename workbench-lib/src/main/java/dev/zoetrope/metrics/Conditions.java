package dev.zoetrope.metrics;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * Under which conditions an answer's numbers were taken.
 *
 * @param server who answered and which version: "llama.cpp b10434"
 * @param cache what came out of the server's caches; empty for an engine that has none
 * @param prompt how the pictures got into the prompt; empty if there were none, or it is not known
 * @param advice by a metric's tag, what a user can do to get a number that this server did not tell
 * @param calibration its id, where what this client adds by itself was measured before
 */
public record Conditions(
    String server,
    Optional<CacheState> cache,
    Optional<PromptForm> prompt,
    Map<String, String> advice,
    Optional<String> calibration) {
  public Conditions {
    requireNonNull(server, "server is null");
    requireNonNull(cache, "cache is null");
    requireNonNull(prompt, "prompt is null");
    advice = Map.copyOf(advice);
    requireNonNull(calibration, "calibration is null");
  }

  /** While no client was calibrated. */
  public Conditions(
      String server,
      Optional<CacheState> cache,
      Optional<PromptForm> prompt,
      Map<String, String> advice) {
    this(server, cache, prompt, advice, Optional.empty());
  }

  /** The same with more that is known of the server in this answer, such as what ran the model. */
  public Conditions with(String known) {
    return new Conditions(server + ", " + known, cache, prompt, advice, calibration);
  }

  /** The same under that calibration. */
  public Conditions calibrated(String id) {
    return new Conditions(server, cache, prompt, advice, Optional.of(id));
  }
}
