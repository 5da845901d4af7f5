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

  /** A picture. */
  record Image(EncodedImage image) implements ContentPart {
    public Image {
      requireNonNull(image, "image is null");
    }
  }
}
