package dev.zoetrope.temporal;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.capture.FrameEncoder;
import dev.zoetrope.media.Frame;
import dev.zoetrope.media.Window;
import java.util.List;
import java.util.function.Function;

/** One frame of the window, the others are left out: what a model sees without time. */
public final class SingleFrame implements Encoding {
  private final String name;
  private final Function<Window, Frame> choice;

  private SingleFrame(String name, Function<Window, Frame> choice) {
    this.name = name;
    this.choice = choice;
  }

  /** The oldest frame of the window. */
  public static SingleFrame first() {
    return new SingleFrame("single-first", window -> window.frames().get(0));
  }

  /** The frame in the middle of the window. */
  public static SingleFrame middle() {
    return new SingleFrame("single-middle", Window::middle);
  }

  /** The newest frame of the window. */
  public static SingleFrame last() {
    return new SingleFrame("single-last", Window::last);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public EncodedPrompt encode(Window window, FrameEncoder encoder) {
    requireNonNull(encoder, "encoder is null");
    Frame frame = choice.apply(requireNonNull(window, "window is null"));
    return EncodedPrompt.named(name).image(encoder.encode(frame)).of(List.of(frame));
  }

  @Override
  public int shown(Window window) {
    return 1;
  }

  @Override
  public String toString() {
    return name;
  }
}
