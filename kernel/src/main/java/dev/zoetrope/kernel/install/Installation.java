package dev.zoetrope.kernel.install;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * Tells Jupyter about this kernel: no Python needed. What is there already and still fits is left
 * alone.
 */
public final class Installation {
  private final InstallOptions options;
  private final PrintStream progress;
  private final ClassPath classPath;
  private final String java;

  /**
   * An installation of the process that runs now: its java, its class path.
   *
   * @param progress where it says what it does
   */
  public Installation(InstallOptions options, PrintStream progress) {
    this.options = requireNonNull(options, "options is null");
    this.progress = requireNonNull(progress, "progress is null");
    this.classPath = ClassPath.parse(System.getProperty("java.class.path"));
    this.java = java();
  }

  private static String java() {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    Path home = Path.of(System.getProperty("java.home"));
    return home.resolve("bin").resolve(windows ? "java.exe" : "java").toString();
  }

  /**
   * Writes kernel.json and, unless told not to, the class-data archive. A file is either whole or
   * as it was before.
   *
   * @throws IOException if the folder cannot be written
   */
  public void run() throws IOException, InterruptedException {
    Path folder = options.folder();
    Files.createDirectories(folder);
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
        List.of(java, Runtime.version().toString(), KernelSpec.JVM_FLAGS.toString());
    return new KernelSpec(
        java, classPath.strings(), archive.map(Path::toString), classPath.fingerprint(facts));
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

  private static void write(Path file, String text) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(part, text);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
