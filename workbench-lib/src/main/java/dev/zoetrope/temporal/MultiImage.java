package dev.zoetrope.temporal;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.capture.FrameEncoder;
import dev.zoetrope.media.Frame;
import dev.zoetrope.media.Window;
import java.util.List;

/** Each frame as a picture of its own, oldest first. */
public final class MultiImage implements Encoding {
  private final String name;
  private final boolean labelled;

  private MultiImage(String name, boolean labelled) {
    this.name = name;
    this.labelled = labelled;
  }

  /** "Frame 1:" before the first picture, and so on. */
  public static MultiImage labelled() {
    return new MultiImage("multi-labelled", true);
  }

  /** Nothing but the pictures. */
  public static MultiImage plain() {
    return new MultiImage("multi-plain", false);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public EncodedPrompt encode(Window window, FrameEncoder encoder) {
    requireNonNull(encoder, "encoder is null");
    List<Frame> frames = requireNonNull(window, "window is null").frames();
    EncodedPrompt.Builder prompt = EncodedPrompt.named(name);
    for (int i = 0; i < frames.size(); i++) {
      if (labelled) {
        prompt.text("Frame " + (i + 1) + ":");
      }
      prompt.image(encoder.encode(frames.get(i)));
    }
    return prompt.of(frames);
  }

  @Override
  public String toString() {
    return name;
  }
}
