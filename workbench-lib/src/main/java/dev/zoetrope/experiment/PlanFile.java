package dev.zoetrope.experiment;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.BackendException;
import dev.zoetrope.backend.YamlPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A plan as a file: YAML, schema {@code docs/plan-schema.json}. */
public final class PlanFile {
  private PlanFile() {}

  /**
   * Reads it. A plan without a name of its own is called as its file.
   *
   * @throws BackendException.BadSettings if it is no plan, with the line and column of the mistake
   */
  public static Plan read(Path file) {
    String name = String.valueOf(requireNonNull(file, "file is null").getFileName());
    YamlPlace root =
        YamlPlace.of(name, text(file, name))
            .orElseThrow(
                () -> new BackendException.BadSettings(name + ": the plan is empty; write one."));
    return new PlanReader(name.replaceFirst("\\.ya?ml$", "")).read(root);
  }

  private static String text(Path file, String name) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new BackendException.BadSettings(
          name + " cannot be read as UTF-8 text; check that it is there and what it is.");
    }
  }
}
