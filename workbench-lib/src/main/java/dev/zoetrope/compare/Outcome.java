package dev.zoetrope.compare;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.FinishReason;

/** How one question ended. Texts are what a model wrote: escape them before they become HTML. */
public sealed interface Outcome {
  /** What came, whole or not. */
  String text();

  /** The model's whole answer. */
  record Complete(String text, FinishReason finish) implements Outcome {
    public Complete {
      requireNonNull(text, "text is null");
      requireNonNull(finish, "finish is null");
    }
  }

  /** We stopped it; what had come is kept. */
  record Cancelled(String text) implements Outcome {
    public Cancelled {
      requireNonNull(text, "text is null");
    }
  }

  /**
   * The backend failed; what had come is kept.
   *
   * @param code a stable word: "unreachable"
   * @param message one sentence that says what to do next
   */
  record Failed(String text, String code, String message) implements Outcome {
    public Failed {
      requireNonNull(text, "text is null");
      requireNonNull(code, "code is null");
      requireNonNull(message, "message is null");
    }
  }
}
