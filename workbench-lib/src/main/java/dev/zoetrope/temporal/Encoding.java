package dev.zoetrope.temporal;

import dev.zoetrope.capture.FrameEncoder;
import dev.zoetrope.media.Window;

public interface Encoding {
  String name();

  EncodedPrompt encode(Window window, FrameEncoder encoder);
}
