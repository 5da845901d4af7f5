package dev.zoetrope.kernel.magic;

import dev.zoetrope.kernel.magic.maven.Resolution;
import dev.zoetrope.kernel.magic.maven.Resolution.Conflict;
import dev.zoetrope.kernel.magic.maven.Resolution.Jar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The libraries that cells have added, and those that the kernel has anyway: a class path has room
 * for one version of each. Confined to the thread that runs cells.
 */
final class Libraries {
  private static final int MAX_SHOWN = 30;

  private final Map<String, String> added = new HashMap<>();

  /** Adds what is new, and tells it. */
  String add(Resolution found, CellSession session, boolean dryRun) {
    List<String> notes = new ArrayList<>();
    List<Jar> fresh = found.jars().stream().filter(jar -> isFresh(jar, notes)).toList();
    found.conflicts().forEach(conflict -> notes.add(explain(conflict)));
    if (!dryRun) {
      session.addToClassPath(fresh.stream().map(Jar::file).toList());
      fresh.forEach(jar -> added.put(key(jar), jar.version()));
    }
    return tell(fresh, dryRun) + String.join("", notes);
  }

  private static String key(Jar jar) {
    return jar.name() + ":" + jar.classifier();
  }

  private boolean isFresh(Jar jar, List<String> notes) {
    Optional<String> before = Optional.ofNullable(added.get(key(jar)));
    Optional<String> own = before.isPresent() ? before : kernels(jar);
    own.filter(version -> !version.equals(jar.version()))
        .map(version -> conflict(jar, version, before.isPresent()))
        .ifPresent(notes::add);
    return own.isEmpty();
  }

  private static String conflict(Jar jar, String present, boolean byCell) {
    String why =
        byCell
            ? " was added before and stays until the kernel restarts, so "
            : " is part of the kernel, so ";
    return "Note: " + jar.name() + " " + present + why + jar.version() + " is not added.\n";
  }

  /** The version of a library that the kernel itself was started with. */
  private static Optional<String> kernels(Jar jar) {
    String file = "/META-INF/maven/" + jar.group() + "/" + jar.artifact() + "/pom.properties";
    try (InputStream stream =
        jar.classifier().isEmpty() ? Libraries.class.getResourceAsStream(file) : null) {
      if (stream == null) {
        return Optional.empty();
      }
      Properties properties = new Properties();
      properties.load(stream);
      return Optional.ofNullable(properties.getProperty("version"));
    } catch (IOException e) {
      // Then it cannot be known, and the library is added.
      return Optional.empty();
    }
  }

  private static String explain(Conflict conflict) {
    return "Note: "
        + conflict.name()
        + " "
        + conflict.taken()
        + " is taken; "
        + conflict.by()
        + " asks for "
        + conflict.refused()
        + ", but is farther away.\n";
  }

  private static String tell(List<Jar> jars, boolean dryRun) {
    if (jars.isEmpty()) {
      return "All of it is on the class path already.\n";
    }
    long bytes = jars.stream().mapToLong(Libraries::size).sum();
    StringBuilder text = new StringBuilder(dryRun ? "Would add " : "Added ");
    text.append(jars.size()).append(jars.size() == 1 ? " jar, " : " jars, ");
    text.append(MavenProgress.megabytes(bytes)).append(":\n");
    jars.stream().limit(MAX_SHOWN).forEach(jar -> text.append(line(jar)));
    if (jars.size() > MAX_SHOWN) {
      text.append("  … ").append(jars.size() - MAX_SHOWN).append(" more\n");
    }
    return text.toString();
  }

  private static String line(Jar jar) {
    return "  " + "  ".repeat(jar.depth()) + jar.coordinate() + "\n";
  }

  private static long size(Jar jar) {
    try {
      return Files.size(jar.file());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
