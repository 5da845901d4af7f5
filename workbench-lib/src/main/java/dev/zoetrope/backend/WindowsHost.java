package dev.zoetrope.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** Linux inside Windows: a server that runs in Windows is not at this Linux's loopback. */
final class WindowsHost {
  private static final Path KERNEL = Path.of("/proc/sys/kernel/osrelease");
  private static final Pattern LOOPBACK =
      Pattern.compile("//(?:localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1])[:/]?");

  private WindowsHost() {}

  /** What to add to the message about a server that cannot be reached; empty elsewhere. */
  static String hint(String who) {
    return hint(who, KERNEL);
  }

  static String hint(String who, Path kernel) {
    return LOOPBACK.matcher(who).find() && isWsl(kernel)
        ? "; if it runs in Windows, let it listen on 0.0.0.0 (Ollama: OLLAMA_HOST=0.0.0.0) and use"
            + " the address that \"ip route show default\" names, for inside WSL2 localhost is not"
            + " Windows"
        : "";
  }

  private static boolean isWsl(Path kernel) {
    try {
      return Files.readString(kernel).toLowerCase(Locale.ROOT).contains("microsoft");
    } catch (IOException e) {
      return false;
    }
  }
}
