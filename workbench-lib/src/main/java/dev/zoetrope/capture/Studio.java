package dev.zoetrope.capture;

import java.util.OptionalDouble;

/** Where a capture's pictures and news go. Thread-safe. */
interface Studio {
  /** Takes over the picture. */
  void publish(NativeFrame frame, OptionalDouble fps);

  States states();
}
