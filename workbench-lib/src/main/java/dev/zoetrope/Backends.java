package dev.zoetrope;

import dev.zoetrope.backend.VlmBackend;
import java.util.Arrays;
import java.util.List;

/** Backends of the session's workbench. */
public final class Backends {
  private Backends() {}

  /**
   * Connects them all, in this order: {@code embedded:tiny}, {@code http://127.0.0.1:8080#model},
   * or a name in {@code backends.yaml}.
   *
   * @throws dev.zoetrope.backend.BackendException if one of them is not there; nothing was asked
   *     yet
   */
  public static List<VlmBackend> connect(String... uris) {
    return Arrays.stream(uris).map(uri -> Session.workbench().backend(uri)).toList();
  }
}
