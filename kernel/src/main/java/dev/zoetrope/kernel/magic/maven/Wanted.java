package dev.zoetrope.kernel.magic.maven;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to find, and where.
 *
 * @param coordinates as {@code group:artifact:version}, {@code group:artifact} where a BOM or the
 *     newest release gives the version, or with {@code extension:classifier} before the version
 * @param boms coordinates of poms that manage versions; the first one that names an artifact counts
 * @param exclusions {@code group:artifact} of what to leave out; {@code *} stands for all
 * @param repositories addresses, or {@code id=address}, to ask beside those of the settings
 * @param offline whether only the local repository counts
 * @param update whether snapshots are looked for anew
 * @param sources whether the sources of what is asked for are fetched as well, where there are any
 * @param settings a file to take instead of the user's {@code settings.xml}
 * @param localRepository a folder to take instead of the one that the settings name
 */
public record Wanted(
    List<String> coordinates,
    List<String> boms,
    List<String> exclusions,
    List<String> repositories,
    boolean offline,
    boolean update,
    boolean sources,
    Optional<Path> settings,
    Optional<Path> localRepository) {
  /** Copies the lists. */
  public Wanted {
    coordinates = List.copyOf(coordinates);
    boms = List.copyOf(boms);
    exclusions = List.copyOf(exclusions);
    repositories = List.copyOf(repositories);
  }
}
