package dev.zoetrope.kernel.magic.maven.mima;

import dev.zoetrope.kernel.magic.MagicException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.repository.RemoteRepository;

/** Reads what people write. */
final class Coordinates {
  /** Where nothing gives a version: the newest that is no snapshot. */
  private static final String NEWEST = "RELEASE";

  private Coordinates() {}

  static DefaultArtifact artifact(String text, List<Dependency> managed) {
    String[] parts = text.split(":", -1);
    return switch (parts.length) {
      case 2 -> new DefaultArtifact(text + ":" + version(parts[0], parts[1], managed));
      case 3, 5 -> parsed(text);
      case 4 ->
          // As Gradle writes it: the classifier behind the version.
          startsWithDigit(parts[2]) && !startsWithDigit(parts[3])
              ? new DefaultArtifact(parts[0], parts[1], parts[3], "jar", parts[2])
              : parsed(text);
      default -> throw wrong(text);
    };
  }

  static DefaultArtifact bom(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 3) {
      throw wrong(text);
    }
    return new DefaultArtifact(parts[0], parts[1], "pom", parts[2]);
  }

  private static DefaultArtifact parsed(String text) {
    try {
      return new DefaultArtifact(text);
    } catch (IllegalArgumentException e) {
      throw wrong(text);
    }
  }

  private static MagicException wrong(String text) {
    return new MagicException(
        "\"" + text + "\" is no coordinate.",
        "Write group:artifact:version, for example org.apache.commons:commons-math3:3.6.1, or"
            + " group:artifact:version:classifier.");
  }

  private static boolean startsWithDigit(String text) {
    return !text.isEmpty() && Character.isDigit(text.charAt(0));
  }

  private static String version(String group, String name, List<Dependency> managed) {
    return managed.stream()
        .map(Dependency::getArtifact)
        .filter(each -> each.getGroupId().equals(group) && each.getArtifactId().equals(name))
        .map(Artifact::getVersion)
        .findFirst()
        .orElse(NEWEST);
  }

  static List<Exclusion> exclusions(List<String> names) {
    List<Exclusion> exclusions = new ArrayList<>();
    for (String name : names) {
      if (!name.matches("[\\w.*-]+:[\\w.*-]+")) {
        throw new MagicException(
            "\"" + name + "\" cannot be left out.",
            "Write --exclude group:artifact; * stands for all of a group.");
      }
      String[] parts = name.split(":", -1);
      exclusions.add(new Exclusion(parts[0], parts[1], "*", "*"));
    }
    return exclusions;
  }

  static List<RemoteRepository> repositories(List<String> addresses) {
    List<RemoteRepository> repositories = new ArrayList<>();
    for (String address : addresses) {
      int equals = address.indexOf('=');
      boolean named = equals > 0 && address.substring(0, equals).matches("[\\w.-]+");
      String url = named ? address.substring(equals + 1) : address;
      if (!url.matches("(?:https?|file):/.*")) {
        throw new MagicException(
            "\"" + url + "\" is no address of a repository.",
            "Write one that begins with https://, http:// or file:/.");
      }
      String id =
          named ? address.substring(0, equals) : "repo-" + Integer.toHexString(url.hashCode());
      repositories.add(new RemoteRepository.Builder(id, "default", url).build());
    }
    return repositories;
  }
}
