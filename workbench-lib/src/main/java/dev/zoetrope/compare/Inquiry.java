package dev.zoetrope.compare;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.CachePolicy;
import dev.zoetrope.backend.Sampling;
import java.util.Optional;

/**
 * What is asked, apart from the frames.
 *
 * @param prompt the question
 * @param cache what the request wants of its server's caches
 * @param recorded whether the exchange with a server is told whole
 * @param calibration the id of the one under which it is asked, where there was one
 */
public record Inquiry(
    String prompt,
    Sampling sampling,
    CachePolicy cache,
    boolean recorded,
    Optional<String> calibration) {
  public Inquiry {
    requireNonNull(prompt, "prompt is null");
    requireNonNull(sampling, "sampling is null");
    requireNonNull(cache, "cache is null");
    requireNonNull(calibration, "calibration is null");
  }

  static Inquiry of(ComparisonSpec spec, Optional<String> calibration) {
    return new Inquiry(spec.prompt(), spec.sampling(), spec.cache(), spec.recorded(), calibration);
  }
}
