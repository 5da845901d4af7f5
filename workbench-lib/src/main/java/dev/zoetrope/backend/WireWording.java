package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * In which words one server's model is told what it refuses in others: the limit of tokens by its
 * other name, and no temperature where it has but one of its own.
 *
 * <p>Thread-safe.
 */
final class WireWording {
  /** How chat completions, Responses and Messages name it. */
  static final String TEMPERATURE = "temperature";

  private static final List<String> REFUSALS =
      List.of(
          "unsupported value",
          "unsupported_value",
          "unsupported parameter",
          "unsupported_parameter",
          "does not support",
          "not supported",
          "deprecated",
          "unexpected field",
          "extra inputs are not permitted");

  private final LimitName limit = new LimitName();
  private volatile boolean cool;

  /** The body in words that were not refused yet. */
  ObjectNode in(ObjectNode body, boolean insisted) {
    if (cool && !insisted) {
      body.remove(TEMPERATURE);
    }
    return limit.in(body);
  }

  /** Whether a temperature that nobody insists on is left out. */
  boolean leavesOut(boolean insisted) {
    return cool && !insisted;
  }

  /** Whether the complaint is of a word that was sent, and there is another way to say it. */
  boolean learns(WireFault fault, WireRewording sent) {
    boolean named = sent.limit().filter(name -> limit.learns(fault, name)).isPresent();
    if (!named && sent.tempered() && !sent.insisted() && isOfTemperature(fault)) {
      cool = true;
      return true;
    }
    return named;
  }

  /** Whether a server says that this model has no temperature, or only one. */
  static boolean isOfTemperature(WireFault fault) {
    String said = fault.lower();
    return said.contains(TEMPERATURE) && REFUSALS.stream().anyMatch(said::contains);
  }
}
