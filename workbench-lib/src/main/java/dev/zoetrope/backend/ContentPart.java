package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.media.EncodedVideo;
import java.util.OptionalDouble;

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

  /**
   * A video, for servers that take one as it is.
   *
   * @param fps how many of its pictures a second the model shall see; empty leaves it to the server
   */
  record Video(EncodedVideo video, OptionalDouble fps) implements ContentPart {
    public Video {
      requireNonNull(video, "video is null");
      requireNonNull(fps, "fps is null");
      if (fps.isPresent() && !(fps.getAsDouble() > 0 && Double.isFinite(fps.getAsDouble()))) {
        throw new IllegalArgumentException("fps must be above 0, is " + fps.getAsDouble());
      }
    }

    /** As many of its pictures as the server likes. */
    public Video(EncodedVideo video) {
      this(video, OptionalDouble.empty());
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
