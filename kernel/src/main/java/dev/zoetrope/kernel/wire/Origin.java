package dev.zoetrope.kernel.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The request that a message answers: who asked, and the header to give back as parent. Opaque
 * outside this room.
 *
 * <p>Immutable, thread-safe.
 */
public final class Origin {
  /** For messages that answer nobody, such as the kernel's first status. */
  public static final Origin NONE = new Origin(List.of(), "{}".getBytes(StandardCharsets.UTF_8));

  private final List<byte[]> identities;
  private final byte[] header;

  Origin(List<byte[]> identities, byte[] header) {
    this.identities = List.copyOf(identities);
    this.header = header;
  }

  List<byte[]> identities() {
    return identities;
  }

  /**
   * The asker's header, byte for byte: fields that we do not know (subshell_id) go back untouched.
   */
  byte[] header() {
    return header;
  }
}
