package dev.zoetrope.kernel.widget;

import java.util.Map;

/** Takes the frames that a page sends. Called on the comms' thread, one frame at a time. */
@FunctionalInterface
public interface FrameListener {
  /**
   * Takes one frame; the page may send another once this returns, so that a slow listener gets
   * fewer and newer frames, never a queue of old ones.
   *
   * @param meta what the page says about it
   * @param bytes the frame as the page encoded it
   */
  void frame(Map<String, Object> meta, byte[] bytes);
}
