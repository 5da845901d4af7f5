package dev.zoetrope.kernel.magic.maven;

import java.nio.file.Path;
import java.util.List;

/**
 * What was found.
 *
 * @param jars in the order of the class path
 * @param conflicts where several versions were asked for
 */
public record Resolution(List<Jar> jars, List<Conflict> conflicts) {
  /** Copies the lists. */
  public Resolution {
    jars = List.copyOf(jars);
    conflicts = List.copyOf(conflicts);
  }

  /**
   * A jar.
   *
   * @param depth 0 if the user asked for it, else how far from what the user asked for
   */
  public record Jar(
      String group, String artifact, String version, String classifier, Path file, int depth) {
    /** Group and artifact. */
    public String name() {
      return group + ":" + artifact;
    }

    /** As the user would write it. */
    public String coordinate() {
      return name() + ":" + version + (classifier.isEmpty() ? "" : ":" + classifier);
    }
  }

  /**
   * A version that gave way to another one.
   *
   * @param name group and artifact
   * @param taken the version that counts
   * @param refused the version that gave way
   * @param by what asked for it
   */
  public record Conflict(String name, String taken, String refused, String by) {}
}
