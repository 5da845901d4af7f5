package dev.zoetrope.kernel.install;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * Tells Jupyter about this kernel: no Python needed. What is there already and still fits is left
 * alone.
 */
public final class Installation {
  private static final List<String> LOGOS =
      List.of("logo-32x32.png", "logo-64x64.png", "logo-svg.svg");

  private static final String START_JAR = "start.jar";

  private final InstallOptions options;
  private final PrintStream progress;
  private final ClassPath classPath;
  private final JavaCommand java;

  /**
   * An installation of the process that runs now: its java, its class path.
   *
   * @param progress where it says what it does
   */
  public Installation(InstallOptions options, PrintStream progress) {
    this.options = requireNonNull(options, "options is null");
    this.progress = requireNonNull(progress, "progress is null");
    this.classPath = ClassPath.parse(System.getProperty("java.class.path"));
    this.java = options.java().map(JavaCommand::at).orElseGet(JavaCommand::running);
  }

  /**
   * Writes kernel.json and, unless told not to, the class-data archive. A file is either whole or
   * as it was before.
   *
   * @throws IOException if the folder cannot be written
   * @throws IllegalArgumentException if the JVM does not start with the flags that were asked for
   */
  public void run() throws IOException, InterruptedException {
    Path folder = options.folder();
    if (!options.jvmArgs().isEmpty()) {
      JavaCommand.requireStarts(spec(Optional.empty()).jvm());
    }
    Files.createDirectories(folder);
    writeCompanions(folder);
    boolean wanted = options.archive() && classPath.isJarsOnly();
    KernelSpec best = spec(wanted ? Optional.of(ClassArchive.file(folder)) : Optional.empty());
    if (isCurrent(folder, best, wanted)) {
      progress.println("The kernel " + options.name() + " is installed already: " + folder);
      return;
    }
    KernelSpec spec = wanted && !archived(best, folder) ? spec(Optional.empty()) : best;
    write(folder.resolve("kernel.json"), spec.json());
    progress.println("Installed the kernel " + options.name() + ": " + folder);
  }

  private KernelSpec spec(Optional<Path> archive) throws IOException {
    List<String> facts =
        List.of(java.path(), java.version(), KernelSpec.JVM_FLAGS + " " + options.jvmArgs());
    List<String> entries = new ArrayList<>(classPath.strings());
    if (classPath.isJarsOnly()) {
      entries.add(options.folder().resolve(START_JAR).toString());
    }
    return new KernelSpec(
        java.path(),
        options.jvmArgs(),
        entries,
        archive.map(Path::toString),
        options.displayName(),
        classPath.fingerprint(facts));
  }

  private static boolean isCurrent(Path folder, KernelSpec spec, boolean archived)
      throws IOException {
    Path file = folder.resolve("kernel.json");
    return Files.exists(file)
        && Files.readString(file).equals(spec.json())
        && (!archived || Files.exists(ClassArchive.file(folder)));
  }

  private boolean archived(KernelSpec spec, Path folder) throws InterruptedException {
    progress.println("Rehearsing once, so that the kernel starts faster …");
    Optional<String> refusal = ClassArchive.make(spec, folder);
    refusal.ifPresent(
        why -> progress.println("No class-data archive (the kernel works without): " + why));
    return refusal.isEmpty();
  }

  /** Pictures for the launcher, and the copy of {@link Start} that outlives the kernel's jars. */
  private static void writeCompanions(Path folder) throws IOException {
    for (String logo : LOGOS) {
      writeIfNew(folder.resolve(logo), resource(logo));
    }
    writeIfNew(folder.resolve(START_JAR), startJar());
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = Installation.class.getResourceAsStream(name)) {
      return requireNonNull(in, name).readAllBytes();
    }
  }

  private static byte[] startJar() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      // The same bytes each time: the archive looks at the jar's time and size.
      JarEntry entry = new JarEntry(Start.class.getName().replace('.', '/') + ".class");
      entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
      jar.putNextEntry(entry);
      jar.write(resource(Start.class.getSimpleName() + ".class"));
    }
    return bytes.toByteArray();
  }

  private static void writeIfNew(Path file, byte[] bytes) throws IOException {
    if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), bytes)) {
      Files.write(file, bytes);
    }
  }

  private static void write(Path file, String text) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(part, text);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
