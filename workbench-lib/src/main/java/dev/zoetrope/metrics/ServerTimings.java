package dev.zoetrope.metrics;

/**
 * What a llama-server says of its own phases ({@code timings}).
 *
 * @param promptTokens tokens evaluated in the prompt phase, cached ones excluded
 * @param promptMillis the prompt phase, image encoding included
 * @param cachedTokens tokens taken from the prefix cache
 * @param predictedTokens generated tokens
 * @param predictedMillis the generation phase; its first token is free, it belongs to the prompt
 */
public record ServerTimings(
    int promptTokens,
    double promptMillis,
    int cachedTokens,
    int predictedTokens,
    double predictedMillis) {
  /** Servers send 0, -1 or overflowing numbers where they measured nothing. */
  boolean hasPromptMillis() {
    return measured(promptMillis);
  }

  boolean hasPredictedMillis() {
    return measured(predictedMillis);
  }

  private static boolean measured(double millis) {
    return millis > 0 && Double.isFinite(millis);
  }
}
