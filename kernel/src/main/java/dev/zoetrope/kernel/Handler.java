package dev.zoetrope.kernel;

import dev.zoetrope.kernel.wire.Request;
import java.util.Map;
import java.util.Optional;

/** Answers one type of request. */
@FunctionalInterface
interface Handler {
  /** The content of the reply; empty for messages that have none. */
  Optional<Map<String, Object>> handle(Request request) throws Exception;
}
