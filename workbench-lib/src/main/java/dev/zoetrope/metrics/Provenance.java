package dev.zoetrope.metrics;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Where a number comes from.
 *
 * @param kind who measured it
 * @param formula how, in words or symbols that a reader can check
 * @param context under which conditions
 */
public record Provenance(Kind kind, String formula, Context context) {
  public Provenance {
    requireNonNull(kind, "kind is null");
    requireNonNull(formula, "formula is null");
    requireNonNull(context, "context is null");
  }

  /** Of a number whose conditions nobody knows. */
  public Provenance(Kind kind, String formula) {
    this(kind, formula, Context.NONE);
  }

  /** The same under these conditions. */
  Provenance under(Conditions known) {
    return new Provenance(
        kind,
        formula,
        new Context(
            Optional.of(known.server()),
            known.cache().map(CacheState::words),
            kind == Kind.CLIENT_OBSERVED ? known.calibration() : Optional.empty()));
  }

  /**
   * Under which conditions a number was taken.
   *
   * @param server who answered and which version
   * @param cache what came out of the server's caches, in words; empty for an engine without one
   * @param calibration the id of the measurement of what this client adds to its stamps
   */
  public record Context(
      Optional<String> server, Optional<String> cache, Optional<String> calibration) {
    /** Nothing is known. */
    public static final Context NONE =
        new Context(Optional.empty(), Optional.empty(), Optional.empty());

    public Context {
      requireNonNull(server, "server is null");
      requireNonNull(cache, "cache is null");
      requireNonNull(calibration, "calibration is null");
    }
  }

  /** Who measured a number. */
  public enum Kind {
    /** The server said so in its answer. */
    SERVER_REPORTED("the fields of the server's answer that the formula names"),
    /** Counted by the server's usage block. */
    COUNTED_BY_USAGE("the usage block of the server's answer"),
    /** Stamped by this client at the socket. */
    CLIENT_OBSERVED("stamps of this client's monotonic clock as reads and writes returned"),
    /** Stamped around the calls of the engine that runs in this process. */
    MEASURED_IN_PROCESS("this process: monotonic stamps around the engine's calls, its own counts"),
    /** Read from a counter of a device of this machine. */
    MACHINE_COUNTER("counters of this machine's devices"),
    /** The difference of two requests. */
    DERIVED_BY_DIFFERENCE("two requests, and the server's counts of both"),
    /** A model of what it should be, not a measurement. */
    ESTIMATED("a model, no measurement");

    private final String basis;

    Kind(String basis) {
      this.basis = basis;
    }

    /** Which stamps or which part of an answer such a number is made from, in words. */
    public String basis() {
      return basis;
    }
  }
}
