package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A backend could not do what was asked. The message is one sentence that names the backend and
 * says what to do next; it never holds a key or pixels.
 */
public abstract sealed class BackendException extends RuntimeException {
  private final String code;
  private final boolean retryable;
  private transient Optional<Completion> partial = Optional.empty();

  BackendException(String code, boolean retryable, String message, Throwable cause) {
    super(requireNonNull(message, "message is null"), cause);
    this.code = code;
    this.retryable = retryable;
  }

  BackendException(String code, boolean retryable, String message) {
    super(requireNonNull(message, "message is null"));
    this.code = code;
    this.retryable = retryable;
  }

  /** One sentence that says what to do next. */
  @Override
  public final String getMessage() {
    return requireNonNull(super.getMessage(), "message is null");
  }

  /** A stable word for reports and logs, such as "unreachable". */
  public final String code() {
    return code;
  }

  /** Whether the same request may succeed later. */
  public final boolean isRetryable() {
    return retryable;
  }

  /** What had come before it failed, with its stamps; empty if no answer had begun. */
  public final Optional<Completion> partial() {
    return partial;
  }

  /** The words of {@link #partial()}; empty if there are none. */
  public final String partialText() {
    return partial.map(Completion::text).orElse("");
  }

  final BackendException keeping(Completion came) {
    partial = Optional.of(came);
    return this;
  }

  /** No backend goes by this URI. */
  public static final class UnknownBackend extends BackendException {
    public UnknownBackend(String message) {
      super("unknown_backend", false, message);
    }
  }

  /** {@code backends.yaml}, a file that it names, or a plan is not as it should be. */
  public static final class BadSettings extends BackendException {
    public BadSettings(String message) {
      super("bad_settings", false, message);
    }
  }

  /** Nobody answers at the address. */
  public static final class Unreachable extends BackendException {
    public Unreachable(String message, Throwable cause) {
      super("unreachable", true, message, cause);
    }
  }

  /** The server refuses the key, or asks for one. */
  public static final class Unauthorized extends BackendException {
    public Unauthorized(String message) {
      super("unauthorized", false, message);
    }
  }

  /** The server does not have the model. */
  public static final class ModelNotFound extends BackendException {
    public ModelNotFound(String message) {
      super("model_not_found", false, message);
    }
  }

  /** The model takes no pictures. */
  public static final class NotVision extends BackendException {
    public NotVision(String message) {
      super("not_vision", false, message);
    }
  }

  /** More pictures than the model takes. */
  public static final class TooManyImages extends BackendException {
    private final int most;

    public TooManyImages(String message, int most) {
      super("too_many_images", false, message);
      this.most = most;
    }

    /** How many it takes, at least 1. */
    public int most() {
      return most;
    }
  }

  /** The server answered, but left out pictures without a word: the answer is of something else. */
  public static final class PicturesLost extends BackendException {
    private final int sent;
    private final int seen;

    public PicturesLost(String message, int sent, int seen) {
      super("pictures_lost", false, message);
      this.sent = sent;
      this.seen = seen;
    }

    /** How many pictures were sent. */
    public int sent() {
      return sent;
    }

    /** About how many of them the model can have seen. */
    public int seen() {
      return seen;
    }
  }

  /** The server's content filter refused the question. */
  public static final class ContentFiltered extends BackendException {
    public ContentFiltered(String message) {
      super("content_filter", false, message);
    }
  }

  /** The account has no credit or quota left; waiting does not help. */
  public static final class QuotaExceeded extends BackendException {
    public QuotaExceeded(String message) {
      super("quota", false, message);
    }
  }

  /** A picture has more pixels or bytes than the server takes. */
  public static final class ImageTooLarge extends BackendException {
    public ImageTooLarge(String message) {
      super("image_too_large", false, message);
    }
  }

  /** The server, or the engine in this process, cannot be asked in this way. */
  public static final class Unsupported extends BackendException {
    public Unsupported(String message) {
      super("unsupported", false, message);
    }
  }

  /** The model thought until its limit of tokens and said nothing. */
  public static final class EmptyOutput extends BackendException {
    private final transient OptionalInt reasoningTokens;

    public EmptyOutput(String message, OptionalInt reasoningTokens) {
      super("empty_output", false, message);
      this.reasoningTokens = requireNonNull(reasoningTokens, "reasoningTokens is null");
    }

    /** How many tokens it thought, where told. */
    public OptionalInt reasoningTokens() {
      return reasoningTokens;
    }
  }

  /** The prompt is longer than the model's context. */
  public static final class ContextOverflow extends BackendException {
    private final transient OptionalInt needed;
    private final transient OptionalInt available;

    public ContextOverflow(String message, OptionalInt needed, OptionalInt available) {
      super("context_overflow", false, message);
      this.needed = requireNonNull(needed, "needed is null");
      this.available = requireNonNull(available, "available is null");
    }

    /** Tokens of the prompt, where told; some servers tell only a lower bound. */
    public OptionalInt needed() {
      return needed;
    }

    /** Tokens of the context, where told. */
    public OptionalInt available() {
      return available;
    }
  }

  /** The server is busy or still loading. */
  public static final class Overloaded extends BackendException {
    private final transient Optional<Duration> retryAfter;

    public Overloaded(String message, Optional<Duration> retryAfter) {
      super("overloaded", true, message);
      this.retryAfter = requireNonNull(retryAfter, "retryAfter is null");
    }

    /** When to try again, where the server says so. */
    public Optional<Duration> retryAfter() {
      return retryAfter;
    }

    /** The same after so many tries. */
    Overloaded after(int tries) {
      return tries < 2
          ? this
          : new Overloaded(getMessage() + " It was asked " + tries + " times.", retryAfter);
    }
  }

  /** The server refused the request for another reason. */
  public static final class Rejected extends BackendException {
    private final int status;

    public Rejected(int status, String message) {
      super("rejected", status >= 500, message);
      this.status = status;
    }

    /** The HTTP status, or 200 where an error came inside a stream. */
    public int status() {
      return status;
    }
  }

  /** The answer is not what its protocol promises, or ended without its end mark. */
  public static final class MalformedStream extends BackendException {
    public MalformedStream(String message, Throwable cause) {
      super("malformed_stream", true, message, cause);
    }

    public MalformedStream(String message) {
      super("malformed_stream", true, message);
    }
  }

  /** A phase took longer than its deadline. */
  public static final class TimedOut extends BackendException {
    private final Phase phase;

    public TimedOut(String message, Phase phase, Throwable cause) {
      super("timeout", true, message, cause);
      this.phase = requireNonNull(phase, "phase is null");
    }

    /** Which phase it was. */
    public Phase phase() {
      return phase;
    }

    /** The phases of an exchange that have deadlines. */
    public enum Phase {
      /** Until the connection stands. */
      CONNECT,
      /** Until the request has gone. */
      SEND,
      /** Until the first byte of the answer. */
      FIRST_BYTE,
      /** Between two reads of the answer. */
      STALL,
      /** The whole exchange. */
      TOTAL
    }
  }

  /** The embedded model's files are missing, damaged, or this platform cannot run them. */
  public static final class ModelUnavailable extends BackendException {
    public ModelUnavailable(String message) {
      super("model_unavailable", false, message);
    }

    public ModelUnavailable(String message, Throwable cause) {
      super("model_unavailable", false, message, cause);
    }
  }
}
