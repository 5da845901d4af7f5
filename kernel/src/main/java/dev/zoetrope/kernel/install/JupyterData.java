package dev.zoetrope.kernel.install;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where Jupyter keeps the data of one user, by Jupyter's own rules. */
public final class JupyterData {
  private JupyterData() {}

  /**
   * The user's data folder; it need not exist.
   *
   * @param environment the process's variables
   */
  public static Path ofUser(Map<String, String> environment) {
    String chosen = requireNonNull(environment, "environment is null").get("JUPYTER_DATA_DIR");
    if (chosen != null && !chosen.isBlank()) {
      return Path.of(chosen).toAbsolutePath();
    }
    String owner = System.getProperty("user.home");
    Path home = Path.of(environment.getOrDefault("HOME", owner));
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (system.contains("mac")) {
      return home.resolve("Library").resolve("Jupyter");
    }
    if (system.contains("windows")) {
      return Path.of(environment.getOrDefault("APPDATA", home.toString())).resolve("jupyter");
    }
    String share = environment.getOrDefault("XDG_DATA_HOME", home + "/.local/share");
    return Path.of(share).resolve("jupyter");
  }
}
