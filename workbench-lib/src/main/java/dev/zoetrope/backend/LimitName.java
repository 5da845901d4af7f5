package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * How one server's model names the limit of an answer's tokens. Chat completions have two names for
 * it; most servers take both, some models only one, and say so when they get the other.
 *
 * <p>Thread-safe.
 */
final class LimitName {
  private static final String OLD = "max_tokens";
  private static final String NEW = "max_completion_tokens";
  private static final List<String> REFUSALS =
      List.of(
          "unsupported parameter",
          "unsupported_parameter",
          "unrecognized request argument",
          "unexpected field",
          "extra inputs are not permitted");

  private final Set<String> refused = ConcurrentHashMap.newKeySet();

  /** The body with the name that was not refused yet. */
  ObjectNode in(ObjectNode body) {
    name(body)
        .filter(refused::contains)
        .filter(name -> !refused.contains(other(name)))
        .ifPresent(name -> rename(body, name));
    return body;
  }

  private static void rename(ObjectNode body, String name) {
    JsonNode limit = body.remove(name);
    body.set(other(name), limit);
  }

  /** Whether the complaint is of the name that was sent, and the other is left to try. */
  boolean learns(WireFault fault, String sent) {
    String said = fault.lower();
    if (!isBlamed(sent, said) || REFUSALS.stream().noneMatch(said::contains)) {
      return false;
    }
    refused.add(sent);
    return !refused.contains(other(sent));
  }

  /** What is refused stands before what is offered instead; no name is a part of the other. */
  private static boolean isBlamed(String sent, String said) {
    int at = said.indexOf(sent);
    int advice = said.indexOf(other(sent));
    return at >= 0 && (advice < 0 || at < advice);
  }

  /** The name in a body; empty if it has none, or is of another protocol. */
  static Optional<String> name(ObjectNode body) {
    return Stream.of(OLD, NEW).filter(body::has).findFirst();
  }

  private static String other(String name) {
    return name.equals(OLD) ? NEW : OLD;
  }
}
