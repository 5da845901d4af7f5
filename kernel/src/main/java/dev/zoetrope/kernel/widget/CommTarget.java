package dev.zoetrope.kernel.widget;

import java.util.List;
import java.util.Map;

/** Takes the comms that pages open under one name. Called on the comms' thread. */
@FunctionalInterface
public interface CommTarget {
  /**
   * Takes a comm that a page has opened; listeners added here miss nothing.
   *
   * @param data what the page said on opening it
   * @param buffers the binary frames that came with it
   */
  void opened(Comm comm, Map<String, Object> data, List<byte[]> buffers);
}
