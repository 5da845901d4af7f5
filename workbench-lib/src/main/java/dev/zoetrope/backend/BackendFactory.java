package dev.zoetrope.backend;

/** Connects the backends of one URI scheme. Stateless or owned by the {@link BackendRegistry}. */
interface BackendFactory extends AutoCloseable {
  /** Whether this factory's scheme is the URI's. */
  boolean takes(String uri);

  /** What to write, for the error message: "embedded:tiny". */
  String example();

  /**
   * Finds out what is there.
   *
   * @throws BackendException if nothing usable is
   */
  VlmBackend connect(String uri);

  /**
   * Finds out what is at the entry's URI, by the entry's terms.
   *
   * @throws BackendException if nothing usable is
   */
  default VlmBackend connect(BackendEntry entry) {
    return connect(entry.uri());
  }

  @Override
  void close();
}
