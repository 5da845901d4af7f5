package dev.zoetrope.ruler;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a {@link ScriptedVlmServer} does: everything that a client could measure wrong, as numbers.
 *
 * @param pace when its tokens are due
 * @param answer what they look like on the wire
 * @param prefill what moves the first one
 * @param crowd what other requests do to one
 * @param fault what goes wrong in every answer
 */
public record ServerScript(
    Pace pace, Answer answer, Prefill prefill, Crowd crowd, Optional<Fault> fault) {
  public ServerScript {
    requireNonNull(pace, "pace is null");
    requireNonNull(answer, "answer is null");
    requireNonNull(prefill, "prefill is null");
    requireNonNull(crowd, "crowd is null");
    requireNonNull(fault, "fault is null");
  }

  /**
   * When tokens are due, counted from the instant at which the request was wholly received.
   *
   * @param ttftMillis the first token
   * @param itlMillis from one token to the next; a piece of several tokens takes as many
   * @param jitterMillis half the width of what is added to each gap, evenly spread, never below 0
   * @param seed of the jitter; the n-th request has the same jitter in every run
   */
  public record Pace(double ttftMillis, double itlMillis, double jitterMillis, long seed) {
    public Pace {
      if (!(ttftMillis >= 0 && itlMillis >= 0 && jitterMillis >= 0)) {
        throw new IllegalArgumentException("a pace of the script is negative: give 0 or more ms");
      }
    }
  }

  /**
   * What an answer looks like.
   *
   * @param model the name that the server lists
   * @param speaks what it says that it is; it answers every protocol's path all the same
   * @param tokens in each answer, unless the request asks for fewer
   * @param tokensPerChunk so many come in one piece
   * @param earlyRole whether a piece without text that names the speaker comes at once
   * @param usage whether the counts are told
   */
  public record Answer(
      String model,
      Speaks speaks,
      int tokens,
      int tokensPerChunk,
      boolean earlyRole,
      boolean usage) {
    public Answer {
      requireNonNull(model, "model is null");
      requireNonNull(speaks, "speaks is null");
      if (tokens < 1 || tokensPerChunk < 1) {
        throw new IllegalArgumentException("tokens and tokens_per_chunk must be at least 1");
      }
    }
  }

  /**
   * What is added to the first token's time.
   *
   * @param imageMillis for each picture
   * @param megabyteMillis for each megabyte (10^6 bytes) of pictures
   * @param cachedRatio of the whole time to first token, for a prompt that was seen before
   */
  public record Prefill(double imageMillis, double megabyteMillis, double cachedRatio) {
    public Prefill {
      if (!(imageMillis >= 0 && megabyteMillis >= 0 && cachedRatio >= 0 && cachedRatio <= 1)) {
        throw new IllegalArgumentException(
            "image_ms and image_megabyte_ms must be 0 or more, cached_ratio 0 to 1");
      }
    }
  }

  /**
   * What requests do to each other.
   *
   * @param slots so many are answered at once, the others wait in line; empty for all
   * @param slowdown each other answer that runs makes a gap longer by this share
   */
  public record Crowd(OptionalInt slots, double slowdown) {
    public Crowd {
      requireNonNull(slots, "slots is null");
      if (slots.orElse(1) < 1 || !(slowdown >= 0)) {
        throw new IllegalArgumentException("slots must be at least 1 and slowdown 0 or more");
      }
    }
  }

  /**
   * What goes wrong.
   *
   * @param kind how
   * @param atToken before the token of this number (from 0)
   * @param atByte once so many bytes of the answer's body have gone, in the middle of a piece; only
   *     for {@link Kind#CUT} and {@link Kind#STALL}
   */
  public record Fault(Kind kind, OptionalInt atToken, OptionalLong atByte) {
    public Fault {
      requireNonNull(kind, "kind is null");
      boolean bytes = kind == Kind.CUT || kind == Kind.STALL;
      if (kind != Kind.NO_END && (atToken.isPresent() == atByte.isPresent())) {
        throw new IllegalArgumentException("a fault needs at_token or at_byte, and not both");
      }
      if (atByte.isPresent() && !bytes) {
        throw new IllegalArgumentException("at_byte is for cut and stall");
      }
    }

    /** How it goes wrong. */
    public enum Kind {
      /** The connection is closed. */
      CUT,
      /** Nothing more comes, the connection stays. */
      STALL,
      /** An error in the midst of the answer, as the protocol words it. */
      ERROR,
      /** All tokens come, the mark of the end does not. */
      NO_END
    }
  }

  /** What it says that it is. */
  public enum Speaks {
    /** OpenAI's chat completions as server-sent events. */
    OPENAI,
    /** Ollama's lines of JSON. */
    OLLAMA,
    /** OpenAI's with llama.cpp's timings at the end. */
    LLAMA_CPP,
    /** Anthropic's Messages. */
    ANTHROPIC,
    /** Gemini's streamGenerateContent. */
    GEMINI;

    /** As scripts write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** So many tokens at a steady pace, nothing else. */
  public static ServerScript steady(double ttftMillis, double itlMillis, int tokens) {
    return new ServerScript(
        new Pace(ttftMillis, itlMillis, 0, 0),
        new Answer("scripted", Speaks.OPENAI, tokens, 1, false, true),
        new Prefill(0, 0, 1),
        new Crowd(OptionalInt.empty(), 0),
        Optional.empty());
  }

  /**
   * Reads a script: an object with any of {@code ttft_ms}, {@code itl_ms}, {@code jitter_ms},
   * {@code seed}, {@code model}, {@code speaks}, {@code tokens}, {@code tokens_per_chunk}, {@code
   * early_role}, {@code usage}, {@code image_ms}, {@code image_megabyte_ms}, {@code cached_ratio},
   * {@code slots}, {@code slowdown} and {@code fault} ({@code kind}, {@code at_token}, {@code
   * at_byte}).
   *
   * @throws IllegalArgumentException if it is no script, saying why
   */
  public static ServerScript parse(String json) {
    return ScriptJson.read(requireNonNull(json, "json is null"));
  }

  /** The same with another answer. */
  public ServerScript with(Answer other) {
    return new ServerScript(pace, other, prefill, crowd, fault);
  }

  /** The same with something going wrong. */
  public ServerScript with(Fault wrong) {
    return new ServerScript(pace, answer, prefill, crowd, Optional.of(wrong));
  }

  /** The same with another prefill. */
  public ServerScript with(Prefill other) {
    return new ServerScript(pace, answer, other, crowd, fault);
  }

  /** The same in another crowd. */
  public ServerScript with(Crowd other) {
    return new ServerScript(pace, answer, prefill, other, fault);
  }

  /** The same at another pace. */
  public ServerScript with(Pace other) {
    return new ServerScript(other, answer, prefill, crowd, fault);
  }
}
