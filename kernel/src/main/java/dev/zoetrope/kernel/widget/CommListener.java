package dev.zoetrope.kernel.widget;

import java.util.List;
import java.util.Map;

/** Hears what a page sends over a comm. Called on the comms' thread, one message at a time. */
@FunctionalInterface
public interface CommListener {
  /**
   * Takes one message.
   *
   * @param data plain maps, lists, strings, numbers and booleans
   * @param buffers the binary frames that came with it
   */
  void message(Map<String, Object> data, List<byte[]> buffers);
}
