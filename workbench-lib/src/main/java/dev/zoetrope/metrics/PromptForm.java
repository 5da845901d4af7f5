package dev.zoetrope.metrics;

import static java.util.Objects.requireNonNull;

/**
 * How pictures got into an answer's prompt. Engines make another prompt of the same pictures for
 * the same weights, so their answers may differ though nobody is wrong.
 *
 * @param pictures what became of each picture
 * @param source how that is known
 */
public record PromptForm(Pictures pictures, Source source) {
  public PromptForm {
    requireNonNull(pictures, "pictures is null");
    requireNonNull(source, "source is null");
  }

  /** What becomes of a picture. */
  public enum Pictures {
    /** The model sees it once, as a whole. */
    WHOLE("each picture whole"),
    /** The model sees tiles of it, at least one, and then the whole. */
    SPLIT("each picture split into tiles, and as a whole"),
    /** One or the other, as the files beside the model's weights say. */
    AS_CONFIGURED("each picture whole or split, as the model's processor is configured");

    private final String words;

    Pictures(String words) {
      this.words = words;
    }
  }

  /** How the form is known. */
  public enum Source {
    /** The engine itself knows. */
    ENGINE(""),
    /** From what is documented of engines of this kind; the server does not tell. */
    DOCUMENTATION(", from documentation");

    private final String words;

    Source(String words) {
      this.words = words;
    }
  }

  /** In words for a table: "each picture whole". */
  public String words() {
    return pictures.words + source.words;
  }
}
