package dev.zoetrope.kernel.install;

import java.util.List;

/** What the JIT needed for a moment and the C library keeps, given back to the system. */
final class NativeHeap {
  /** Seldom enough not to be seen on an idle kernel; 12 to 24 MiB. */
  private static final String GIVE_BACK = "-XX:TrimNativeHeapInterval=5000";

  private NativeHeap() {}

  /**
   * The flags that a JVM of this version knows; of one that it does not know it would not start.
   */
  static List<String> flags(Runtime.Version version) {
    int since =
        switch (version.feature()) {
          case 17 -> 9;
          case 21 -> 1;
          default -> version.feature() > 21 ? 0 : Integer.MAX_VALUE;
        };
    return version.update() >= since ? List.of(GIVE_BACK) : List.of();
  }
}
