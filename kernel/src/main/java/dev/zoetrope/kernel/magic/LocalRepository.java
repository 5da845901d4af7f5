package dev.zoetrope.kernel.magic;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Knows what earlier builds and cells have downloaded, to complete coordinates from it. */
record LocalRepository(Path folder) {
  private static final Pattern SETTING =
      Pattern.compile("<localRepository>\\s*(.*?)\\s*</localRepository>", Pattern.DOTALL);

  /** Nobody reads more. */
  private static final int MAX = 200;

  static LocalRepository ofUser() {
    Path maven = Path.of(System.getProperty("user.home"), ".m2");
    return new LocalRepository(
        Optional.ofNullable(System.getProperty("maven.repo.local"))
            .or(() -> fromSettings(maven.resolve("settings.xml")))
            .map(text -> text.replace("${user.home}", System.getProperty("user.home")))
            .map(PathWords::home)
            .orElse(maven.resolve("repository")));
  }

  private static Optional<String> fromSettings(Path settings) {
    try {
      String text = Files.isRegularFile(settings) ? Files.readString(settings) : "";
      Matcher setting = SETTING.matcher(text.replaceAll("(?s)<!--.*?-->", ""));
      return setting.find() ? Optional.of(setting.group(1)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What a coordinate that begins so could be; versions newest first. */
  List<String> suggest(String typed) {
    String[] parts = typed.split(":", -1);
    return switch (parts.length) {
      case 1 -> groups(typed);
      case 2 ->
          folders(group(parts[0]), parts[1])
              .filter(LocalRepository::isArtifact)
              .map(artifact -> parts[0] + ":" + name(artifact) + ":")
              .toList();
      case 3 ->
          folders(group(parts[0]).resolve(parts[1]), parts[2])
              .filter(LocalRepository::isVersion)
              .map(LocalRepository::name)
              .sorted(Versions.NEWEST_FIRST)
              .map(version -> parts[0] + ":" + parts[1] + ":" + version)
              .toList();
      default -> List.of();
    };
  }

  private Path group(String group) {
    return folder.resolve(group.replace('.', '/'));
  }

  private List<String> groups(String typed) {
    int dot = typed.lastIndexOf('.');
    String parent = typed.substring(0, dot + 1);
    List<String> found = new ArrayList<>();
    folders(dot < 0 ? folder : group(typed.substring(0, dot)), typed.substring(dot + 1))
        .filter(child -> !isArtifact(child))
        .forEach(
            child -> {
              if (folders(child, "").anyMatch(LocalRepository::isArtifact)) {
                found.add(parent + name(child) + ":");
              }
              if (folders(child, "").anyMatch(each -> !isArtifact(each) && !isVersion(each))) {
                found.add(parent + name(child) + ".");
              }
            });
    return found;
  }

  private static boolean isArtifact(Path folder) {
    return folders(folder, "").anyMatch(LocalRepository::isVersion);
  }

  private static boolean isVersion(Path folder) {
    try (DirectoryStream<Path> poms = Files.newDirectoryStream(folder, "*.pom")) {
      return poms.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }

  private static String name(Path folder) {
    return folder.getFileName().toString();
  }

  private static Stream<Path> folders(Path parent, String begin) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> children =
        Files.newDirectoryStream(
            parent, each -> name(each).startsWith(begin) && !name(each).startsWith("."))) {
      for (Path child : children) {
        if (found.size() < MAX && Files.isDirectory(child)) {
          found.add(child);
        }
      }
    } catch (IOException e) {
      return Stream.empty();
    }
    return found.stream().sorted();
  }
}
