package dev.zoetrope.temporal;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.ContentPart;
import dev.zoetrope.capture.Encoded;
import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.media.Frame;
import java.util.ArrayList;
import java.util.List;

/**
 * A window as a model shall see it: every backend is given exactly these parts, then the question.
 *
 * @param name of the encoding
 * @param parts pictures, labels and hints in their order, without the question
 * @param images the pictures among the parts
 * @param encodeFromNanos ticker nanoseconds before the first picture was made
 * @param encodeToNanos ticker nanoseconds after the last one
 * @param newestCapturedAtNanos when this process had the newest of the frames shown, in ticker
 *     nanoseconds
 */
public record EncodedPrompt(
    String name,
    List<ContentPart> parts,
    List<EncodedImage> images,
    long encodeFromNanos,
    long encodeToNanos,
    long newestCapturedAtNanos) {

  public EncodedPrompt {
    requireNonNull(name, "name is null");
    parts = List.copyOf(parts);
    images = List.copyOf(images);
    if (images.isEmpty()) {
      throw new IllegalArgumentException("a prompt of no pictures shows nothing");
    }
  }

  /**
   * The parts with a question at their end. When the parts end in words, these and the question
   * become one text with a space between: servers join two texts as they like, and one that put a
   * line break there cost the embedded model a quarter of its right answers.
   */
  public List<ContentPart> asking(String question) {
    requireNonNull(question, "question is null");
    List<ContentPart> asked = new ArrayList<>(parts);
    int end = asked.size() - 1;
    if (asked.get(end) instanceof ContentPart.Text hint) {
      asked.set(end, new ContentPart.Text(hint.text() + " " + question));
    } else {
      asked.add(new ContentPart.Text(question));
    }
    return List.copyOf(asked);
  }

  /** The same under another name. */
  public EncodedPrompt renamed(String other) {
    return new EncodedPrompt(
        other, parts, images, encodeFromNanos, encodeToNanos, newestCapturedAtNanos);
  }

  /** Starts an empty one; for encodings. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Collects the parts in their order. Confined to one thread. */
  public static final class Builder {
    private final String name;
    private final List<ContentPart> parts = new ArrayList<>();
    private final List<Encoded> pictures = new ArrayList<>();

    private Builder(String name) {
      this.name = requireNonNull(name, "name is null");
    }

    /** Adds words. */
    public Builder text(String text) {
      parts.add(new ContentPart.Text(text));
      return this;
    }

    /** Adds a picture. */
    public Builder image(Encoded picture) {
      pictures.add(picture);
      parts.add(new ContentPart.Image(picture.image()));
      return this;
    }

    /**
     * The finished prompt.
     *
     * @param shown the frames that can be seen in it
     */
    public EncodedPrompt of(List<Frame> shown) {
      return new EncodedPrompt(
          name,
          parts,
          pictures.stream().map(Encoded::image).toList(),
          pictures.get(0).fromNanos(),
          pictures.get(pictures.size() - 1).toNanos(),
          Newest.capturedAt(shown));
    }
  }
}
