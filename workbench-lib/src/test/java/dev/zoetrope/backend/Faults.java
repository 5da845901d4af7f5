package dev.zoetrope.backend;

/** Failures by hand, for rooms that cannot make them. */
public final class Faults {
  private Faults() {}

  /** A stream that was cut off after this. */
  public static BackendException after(Completion came) {
    return new BackendException.MalformedStream("a: cut its answer off; ask again.").keeping(came);
  }
}
