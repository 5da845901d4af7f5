package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.media.EncodedImage;

/** A piece of a prompt; pieces keep their order. */
public sealed interface ContentPart {
  /** Words. */
  record Text(String text) implements ContentPart {
    public Text {
      requireNonNull(text, "text is null");
    }
  }

  /**
   * A picture.
   *
   * @param detail how closely the model shall look, for servers that take such a wish
   */
  record Image(EncodedImage image, Detail detail) implements ContentPart {
    public Image {
      requireNonNull(image, "image is null");
      requireNonNull(detail, "detail is null");
    }

    /** Looked at as the server likes. */
    public Image(EncodedImage image) {
      this(image, Detail.AUTO);
    }
  }

  /** How closely a model looks at a picture. */
  enum Detail {
    /** As the server likes; nothing is sent about it. */
    AUTO,
    /** Few tokens. */
    LOW,
    /** Many tokens. */
    HIGH
  }
}
