package dev.zoetrope.temporal;

import dev.zoetrope.capture.FrameEncoder;
import dev.zoetrope.media.Window;

/**
 * One way to show a window of frames to a model. Open to your own; thread-safe, for one object may
 * serve many requests.
 */
public interface Encoding {
  /** Short and stable, as it stands in tables and logs: "single-middle", "grid-2x2". */
  String name();

  /**
   * Makes the pictures and labels of a prompt; the question is not part of them.
   *
   * @param encoder compresses and stamps; it is not closed
   * @throws EncodingException when this window cannot be shown this way
   */
  EncodedPrompt encode(Window window, FrameEncoder encoder);

  /** How many of the window's frames can be seen; all, unless it leaves some out. */
  default int shown(Window window) {
    return window.frames().size();
  }
}
