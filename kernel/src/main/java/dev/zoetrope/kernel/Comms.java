package dev.zoetrope.kernel;

import dev.zoetrope.kernel.wire.Publisher;
import dev.zoetrope.kernel.wire.Request;
import java.util.Map;
import java.util.Optional;

/**
 * Answers comms. Nothing here opens one yet, so every target is refused, which tells a page to look
 * for its widgets another way.
 */
final class Comms {
  private final Publisher publisher;

  Comms(Publisher publisher) {
    this.publisher = publisher;
  }

  Optional<Map<String, Object>> open(Request request) {
    String id = request.text("comm_id", "");
    publisher.publish(request.origin(), "comm_close", Map.of("comm_id", id, "data", Map.of()));
    return Optional.empty();
  }

  Optional<Map<String, Object>> ignore(Request request) {
    return Optional.empty();
  }

  Optional<Map<String, Object>> info(Request request) {
    return Optional.of(Map.of("status", "ok", "comms", Map.of()));
  }
}
