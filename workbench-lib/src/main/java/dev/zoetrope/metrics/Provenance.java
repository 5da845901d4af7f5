package dev.zoetrope.metrics;

import static java.util.Objects.requireNonNull;

/**
 * Where a number comes from.
 *
 * @param kind who measured it
 * @param formula how, in words or symbols that a reader can check
 */
public record Provenance(Kind kind, String formula) {
  public Provenance {
    requireNonNull(kind, "kind is null");
    requireNonNull(formula, "formula is null");
  }

  /** Who measured a number. */
  public enum Kind {
    /** The server said so in its answer. */
    SERVER_REPORTED,
    /** Counted by the server's usage block. */
    COUNTED_BY_USAGE,
    /** Stamped by this client at the socket. */
    CLIENT_OBSERVED,
    /** Stamped around the calls of the engine that runs in this process. */
    MEASURED_IN_PROCESS,
    /** The difference of two requests. */
    DERIVED_BY_DIFFERENCE,
    /** A model of what it should be, not a measurement. */
    ESTIMATED
  }
}
