package dev.zoetrope.metrics;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a server says of its own phases. What it does not say is empty.
 *
 * @param source whose words these are: the same word means different things at different servers
 * @param promptTokens tokens evaluated in the prompt phase, cached ones excluded
 * @param promptMillis the prompt phase
 * @param cachedTokens tokens taken from the prefix cache
 * @param predictedTokens generated tokens
 * @param predictedMillis the generation phase; its first token is free, it belongs to the prompt
 * @param queueMillis waiting before the prompt phase
 * @param loadMillis what the server calls loading
 * @param restMillis what is left of the server's total
 * @param progress its reports while it read the prompt; {@link PromptProgress#NONE} if it sent none
 */
public record ServerTimings(
    Source source,
    OptionalInt promptTokens,
    OptionalDouble promptMillis,
    OptionalInt cachedTokens,
    OptionalInt predictedTokens,
    OptionalDouble predictedMillis,
    OptionalDouble queueMillis,
    OptionalDouble loadMillis,
    OptionalDouble restMillis,
    PromptProgress progress) {
  public ServerTimings {
    requireNonNull(source, "source is null");
    requireNonNull(promptTokens, "promptTokens is null");
    promptMillis = measured(promptMillis);
    requireNonNull(cachedTokens, "cachedTokens is null");
    requireNonNull(predictedTokens, "predictedTokens is null");
    predictedMillis = measured(predictedMillis);
    queueMillis = told(queueMillis);
    loadMillis = told(loadMillis);
    restMillis = told(restMillis);
    requireNonNull(progress, "progress is null");
  }

  /** Without reports of progress. */
  public ServerTimings(
      Source source,
      OptionalInt promptTokens,
      OptionalDouble promptMillis,
      OptionalInt cachedTokens,
      OptionalInt predictedTokens,
      OptionalDouble predictedMillis,
      OptionalDouble queueMillis,
      OptionalDouble loadMillis,
      OptionalDouble restMillis) {
    this(
        source,
        promptTokens,
        promptMillis,
        cachedTokens,
        predictedTokens,
        predictedMillis,
        queueMillis,
        loadMillis,
        restMillis,
        PromptProgress.NONE);
  }

  /** The {@code timings} of a llama-server. */
  public ServerTimings(
      int promptTokens,
      double promptMillis,
      int cachedTokens,
      int predictedTokens,
      double predictedMillis) {
    this(
        Source.LLAMA_CPP,
        OptionalInt.of(promptTokens),
        OptionalDouble.of(promptMillis),
        OptionalInt.of(cachedTokens),
        OptionalInt.of(predictedTokens),
        OptionalDouble.of(predictedMillis),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty());
  }

  /** The same with reports of progress. */
  public ServerTimings with(PromptProgress reports) {
    return new ServerTimings(
        source,
        promptTokens,
        promptMillis,
        cachedTokens,
        predictedTokens,
        predictedMillis,
        queueMillis,
        loadMillis,
        restMillis,
        reports);
  }

  /** Who speaks, and what its words mean. */
  public enum Source {
    /** {@code timings} of llama-server. */
    LLAMA_CPP(
        "timings.prompt_ms, image encode included",
        "timings.prompt_n / timings.prompt_ms, image encode included",
        "(timings.predicted_n - 1) / timings.predicted_ms",
        "inside the server's prefill"),
    /** Ollama from 0.30: its runner is llama-server, but cached tokens are hidden in the count. */
    OLLAMA(
        "prompt_eval_duration, image encode included, cached tokens not in it",
        "prompt_eval_count / prompt_eval_duration",
        "(eval_count - 1) / eval_duration",
        "inside the server's prefill"),
    /** Ollama before 0.30: its own runner encodes pictures outside its prefill. */
    OLLAMA_OWN_RUNNER(
        "prompt_eval_duration, image encode and cached tokens not in it",
        "prompt_eval_count / prompt_eval_duration",
        "(eval_count - 1) / eval_duration",
        "outside the server's prefill, not told"),
    /** {@code metrics} of vLLM; its work before the engine (decoding pictures) is in none. */
    VLLM(
        "metrics.time_to_first_token_ms: from the schedule on, image encode included",
        "(prompt_tokens - cached_tokens) / metrics.time_to_first_token_ms, image encode included",
        "(completion_tokens - 1) / metrics.generation_time_ms",
        "inside the server's prefill"),
    /** {@code stats} of LM Studio. */
    LM_STUDIO(
        "stats.time_to_first_token, image encode and queue included",
        "(prompt_tokens - cached_tokens) / stats.time_to_first_token",
        "(completion_tokens - 1) / stats.generation_time",
        "inside the server's prefill"),
    /** {@code stats} of an LM Studio that tells its rate, and not the time behind it. */
    LM_STUDIO_RATE(
        "stats.time_to_first_token, image encode and queue included",
        "(prompt_tokens - cached_tokens) / stats.time_to_first_token",
        "stats.tokens_per_second, the first token not in it",
        "inside the server's prefill");

    private final String promptFormula;
    private final String promptRateFormula;
    private final String decodeFormula;
    private final String imageEncode;

    Source(String promptFormula, String promptRateFormula, String decodeFormula, String encode) {
      this.promptFormula = promptFormula;
      this.promptRateFormula = promptRateFormula;
      this.decodeFormula = decodeFormula;
      this.imageEncode = encode;
    }

    String promptFormula() {
      return promptFormula;
    }

    String promptRateFormula() {
      return promptRateFormula;
    }

    String decodeFormula() {
      return decodeFormula;
    }

    /** Where the encoding of the pictures went. */
    String imageEncode() {
      return imageEncode;
    }

    /** Whether its prompt count holds tokens whose time it leaves out. */
    boolean hidesCache() {
      return this == OLLAMA || this == OLLAMA_OWN_RUNNER;
    }
  }

  /** Servers send 0, -1 or overflowing numbers where they measured nothing. */
  private static OptionalDouble measured(OptionalDouble millis) {
    requireNonNull(millis, "millis is null");
    return millis.isPresent() && millis.getAsDouble() > 0 && Double.isFinite(millis.getAsDouble())
        ? millis
        : OptionalDouble.empty();
  }

  /** Here 0 is an answer. */
  private static OptionalDouble told(OptionalDouble millis) {
    requireNonNull(millis, "millis is null");
    return millis.isPresent() && millis.getAsDouble() >= 0 && Double.isFinite(millis.getAsDouble())
        ? millis
        : OptionalDouble.empty();
  }
}
