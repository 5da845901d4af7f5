package dev.zoetrope.kernel;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A Maven repository in a folder, and settings that let Maven see no other one. */
public final class TestingRepository {
  private final Path remote;
  private final Path folder;

  /** An empty repository below this folder. */
  public TestingRepository(Path folder) {
    this.folder = folder;
    this.remote = folder.resolve("remote");
  }

  /** Adds a jar of one class, {@code demo.NAME} with a constant VERSION, that needs others. */
  public TestingRepository jar(String name, String version, String... needs) throws IOException {
    Path place = Files.createDirectories(remote.resolve("demo").resolve(name).resolve(version));
    String base = name + "-" + version;
    Files.writeString(place.resolve(base + ".pom"), pom(name, version, "jar", dependencies(needs)));
    write(place.resolve(base + ".jar"), name, version);
    return this;
  }

  /** Adds a jar with a classifier to an artifact that is there. */
  public TestingRepository classifier(String name, String version, String classifier)
      throws IOException {
    Path place = remote.resolve("demo").resolve(name).resolve(version);
    write(
        place.resolve(name + "-" + version + "-" + classifier + ".jar"),
        name + classifier,
        version);
    return this;
  }

  /** Adds a pom that manages versions. */
  public TestingRepository bom(String name, String version, String... managed) throws IOException {
    Path place = Files.createDirectories(remote.resolve("demo").resolve(name).resolve(version));
    String body = "<dependencyManagement>" + dependencies(managed) + "</dependencyManagement>";
    Files.writeString(
        place.resolve(name + "-" + version + ".pom"), pom(name, version, "pom", body));
    return this;
  }

  /** Says which versions of an artifact there are. */
  public TestingRepository released(String name, String newest, List<String> all)
      throws IOException {
    StringBuilder versions = new StringBuilder();
    all.forEach(each -> versions.append("<version>").append(each).append("</version>"));
    Files.writeString(
        remote.resolve("demo").resolve(name).resolve("maven-metadata.xml"),
        "<metadata><groupId>demo</groupId><artifactId>"
            + name
            + "</artifactId><versioning><release>"
            + newest
            + "</release><versions>"
            + versions
            + "</versions></versioning></metadata>");
    return this;
  }

  /** Where Maven finds it. */
  public Path remote() {
    return remote;
  }

  /** Where downloads go. */
  public Path local() {
    return folder.resolve("local");
  }

  /** Settings with these elements besides. */
  public Path settings(String mirror, String more) throws IOException {
    writeChecksums();
    return Files.writeString(
        folder.resolve("settings.xml"),
        "<settings><localRepository>"
            + local()
            + "</localRepository><mirrors><mirror><id>mirror</id>"
            + "<mirrorOf>*</mirrorOf><url>"
            + mirror
            + "</url></mirror></mirrors>"
            + more
            + "</settings>");
  }

  /** Settings that know this repository only. */
  public Path settings() throws IOException {
    return settings(remote.toUri().toString(), "");
  }

  private void writeChecksums() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(remote)) {
      files =
          all.filter(Files::isRegularFile).filter(f -> !f.toString().endsWith(".sha1")).toList();
    }
    for (Path file : files) {
      Files.writeString(file.resolveSibling(file.getFileName() + ".sha1"), sha1(file));
    }
  }

  private static String sha1(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-1", e);
    }
  }

  private static String pom(String name, String version, String packaging, String body) {
    return "<project><modelVersion>4.0.0</modelVersion><groupId>demo</groupId><artifactId>"
        + name
        + "</artifactId><version>"
        + version
        + "</version><packaging>"
        + packaging
        + "</packaging>"
        + body
        + "</project>";
  }

  private static String dependencies(String... names) {
    StringBuilder text = new StringBuilder("<dependencies>");
    for (String name : names) {
      String[] parts = name.split(":", -1);
      text.append("<dependency><groupId>demo</groupId><artifactId>")
          .append(parts[0])
          .append("</artifactId><version>")
          .append(parts[1])
          .append("</version></dependency>");
    }
    return text.append("</dependencies>").toString();
  }

  private void write(Path jar, String name, String version) throws IOException {
    String type = Character.toUpperCase(name.charAt(0)) + name.substring(1);
    Path classes = Files.createTempDirectory(folder, "classes");
    Path source = classes.resolve(type + ".java");
    Files.writeString(
        source,
        "package demo; public class "
            + type
            + " { public static final String VERSION = new String(\""
            + version
            + "\"); }");
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", classes.toString(), source.toString());
    if (exit != 0) {
      throw new IOException("cannot compile " + source);
    }
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      entries.putNextEntry(new JarEntry("demo/" + type + ".class"));
      Files.copy(classes.resolve("demo").resolve(type + ".class"), entries);
    }
  }
}
