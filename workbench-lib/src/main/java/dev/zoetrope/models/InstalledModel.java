package dev.zoetrope.models;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A whole model in the user's folder.
 *
 * @param name what stands behind {@code embedded:}
 * @param folder where it lies
 * @param origin where it comes from
 * @param files each by its path, with its SHA-256
 * @param variants the formats that are there, at least one
 */
public record InstalledModel(
    String name,
    Path folder,
    Origin origin,
    Map<String, ModelFile> files,
    List<ModelVariant> variants) {
  /** The variant of this name. */
  public Optional<ModelVariant> variant(String wanted) {
    return variants.stream().filter(v -> v.name().equalsIgnoreCase(wanted)).findFirst();
  }

  /** What all files take. */
  public long bytes() {
    return files.values().stream().mapToLong(ModelFile::bytes).sum();
  }
}
