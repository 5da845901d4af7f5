package dev.zoetrope.kernel.wire;

import java.util.List;
import java.util.Map;

/**
 * Where outputs go: every client that listens sees them. Implementations are thread-safe and never
 * block on a client.
 */
public interface Publisher {
  /**
   * Sends one message to all clients.
   *
   * @param parent the request that caused it
   * @param type the message type, for example {@code stream}
   * @param content plain maps, lists, strings, numbers and booleans
   * @param metadata the message's metadata
   * @param buffers binary frames after the content
   */
  void publish(
      Origin parent,
      String type,
      Map<String, Object> content,
      Map<String, Object> metadata,
      List<byte[]> buffers);

  /** Sends one message without metadata and buffers to all clients. */
  default void publish(Origin parent, String type, Map<String, Object> content) {
    publish(parent, type, content, Map.of(), List.of());
  }
}
