package dev.zoetrope.kernel.widget;

import dev.zoetrope.kernel.wire.Origin;
import java.util.List;
import java.util.Map;

/** Hears a comm's messages and knows which request each one is, so that it can answer that one. */
@FunctionalInterface
interface Receiver {
  void receive(Map<String, Object> data, List<byte[]> buffers, Origin from);
}
