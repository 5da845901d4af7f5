package dev.zoetrope.compare;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.FinishReason;
import java.util.Optional;

/** How one question ended. Texts are what a model wrote: escape them before they become HTML. */
public sealed interface Outcome {
  /** What came, whole or not. */
  String text();

  /** What a reader of the text must know of its end; empty if it is the model's whole answer. */
  Optional<String> flaw();

  /** What the model answered before somebody ended it: mostly the model. */
  record Complete(String text, FinishReason finish) implements Outcome {
    public Complete {
      requireNonNull(text, "text is null");
      requireNonNull(finish, "finish is null");
    }

    @Override
    public Optional<String> flaw() {
      return switch (finish) {
        case STOP -> Optional.of("empty: the model ended it at once").filter(f -> text.isBlank());
        case LENGTH -> Optional.of("cut at the token limit: raise it to see the rest");
        case CONTENT_FILTER -> Optional.of("refused, or cut by the server's content filter");
        case CANCELLED -> Optional.of("cancelled");
        case OTHER -> Optional.of("ended by the server, which gave no reason that is known");
      };
    }
  }

  /** We stopped it; what had come is kept. */
  record Cancelled(String text) implements Outcome {
    public Cancelled {
      requireNonNull(text, "text is null");
    }

    @Override
    public Optional<String> flaw() {
      return Optional.of("cancelled");
    }
  }

  /**
   * The backend failed; what had come is kept.
   *
   * @param code a stable word: "unreachable"
   * @param message one sentence that says what to do next
   * @param retryable whether the same question may be answered later
   */
  record Failed(String text, String code, String message, boolean retryable) implements Outcome {
    /** That asking again does not help. */
    public Failed(String text, String code, String message) {
      this(text, code, message, false);
    }

    public Failed {
      requireNonNull(text, "text is null");
      requireNonNull(code, "code is null");
      requireNonNull(message, "message is null");
    }

    @Override
    public Optional<String> flaw() {
      return Optional.of("failed: " + message);
    }
  }
}
