package dev.zoetrope.kernel;

import dev.zoetrope.kernel.install.InstallOptions;
import dev.zoetrope.kernel.install.Installation;
import dev.zoetrope.kernel.install.InstalledKernels;
import dev.zoetrope.kernel.install.JupyterData;
import dev.zoetrope.kernel.magic.Nearest;
import dev.zoetrope.kernel.wire.Rehearsal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The process: starts a kernel for a connection file, or installs the kernel for Jupyter. */
@SuppressForbidden("the rim: hands the process's own streams in")
public final class Main {
  private static final String USAGE =
      "usage: kernel install|uninstall|list " + InstallOptions.USAGE + " | kernel CONNECTION_FILE";

  private static final List<String> VERBS = List.of("install", "uninstall", "list");

  /**
   * What the front end waits before it kills; user threads and hooks may not hold the process
   * longer.
   */
  private static final long EXIT_MILLIS = 300;

  /** The exit code of a kernel that could not go on. */
  private static final int BROKEN = 70;

  private Main() {}

  /**
   * Runs the verb; exits with 0, 2 if the command line is wrong, 3 if a place cannot be written.
   */
  public static void main(String[] args) {
    System.exit(run(List.of(args), System.out, System.err));
  }

  static int run(List<String> args, PrintStream out, PrintStream err) {
    if (!Collections.disjoint(args, List.of("--help", "-h"))) {
      out.println(InstallOptions.HELP);
      return 0;
    }
    if (args.isEmpty() || args.get(0).startsWith("-")) {
      err.println(USAGE);
      return 2;
    }
    List<String> words = args.subList(1, args.size());
    return switch (args.get(0)) {
      case "install" -> told("install", err, () -> install(words, out));
      case "uninstall", "remove" -> told("uninstall", err, () -> uninstall(words, out));
      case "list" -> told("list", err, () -> list(words, out));
      case "rehearse" -> rehearse(err);
      default -> serve(args.get(0), err);
    };
  }

  /** What a verb does; whatever goes wrong is told in one sentence. */
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static int told(String verb, PrintStream err, Work work) {
    try {
      work.run();
      return 0;
    } catch (IllegalArgumentException e) {
      err.println("kernel " + verb + ": " + e.getMessage());
      return 2;
    } catch (FileSystemException e) {
      err.println(
          "kernel "
              + verb
              + ": "
              + e.getFile()
              + " cannot be written"
              + reason(e)
              + "; choose another place with --prefix DIR");
      return 3;
    } catch (IOException e) {
      err.println("kernel " + verb + ": " + e.getMessage());
      return 3;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static String reason(FileSystemException e) {
    if (e instanceof AccessDeniedException) {
      return " (permission denied)";
    }
    return e.getReason() == null ? "" : " (" + e.getReason() + ")";
  }

  private static void install(List<String> words, PrintStream out)
      throws IOException, InterruptedException {
    new Installation(InstallOptions.parse(words, System.getenv()), out).run();
  }

  private static void uninstall(List<String> words, PrintStream out) throws IOException {
    InstallOptions options = InstallOptions.parse(words, System.getenv());
    new InstalledKernels(options.data()).remove(options.name());
    out.println("Removed the kernel " + options.name() + ": " + options.folder());
  }

  private static void list(List<String> words, PrintStream out) throws IOException {
    List<Path> places =
        words.isEmpty()
            ? InstallOptions.usualPlaces(System.getenv())
            : List.of(InstallOptions.parse(words, System.getenv()).data());
    List<String> found = new ArrayList<>();
    for (Path place : places) {
      found.addAll(new InstalledKernels(place).lines());
    }
    found.forEach(out::println);
    if (found.isEmpty()) {
      String where = places.stream().map(Path::toString).collect(Collectors.joining(" or "));
      out.println(
          "No kernel of Zoetrope is installed in "
              + where
              + ". Elsewhere: kernel list --prefix DIR, or --sys-prefix PYTHON");
    }
  }

  /**
   * What the class-data archive is made from; ends without haste, since the JVM writes the archive
   * at its end.
   */
  private static int rehearse(PrintStream err) {
    try {
      Path folder = Files.createTempDirectory("kernel-rehearsal");
      Path file = Rehearsal.connectionFile(folder);
      Kernel kernel = Kernel.start(file, Optional.empty(), Main::halt);
      try (Rehearsal client = Rehearsal.of(file)) {
        Rehearsed.play(client);
      } finally {
        kernel.close();
        Files.delete(file);
        Files.delete(folder);
      }
      return 0;
    } catch (IOException e) {
      err.println(e);
      return 1;
    }
  }

  private static int serve(String word, PrintStream err) {
    Path connectionFile = Path.of(word);
    if (!Files.exists(connectionFile)) {
      err.println("kernel: " + noFile(word));
      return 2;
    }
    Optional<Path> history = historyFile(System.getenv());
    try (Kernel kernel = Kernel.start(connectionFile, history, Main::halt)) {
      endWithParent(kernel, System.getenv("JPY_PARENT_PID"));
      kernel.awaitEnd();
      haltSoon();
      return 0;
    } catch (IOException e) {
      err.println(e.getMessage());
      return 2;
    } catch (InterruptedException e) {
      err.println("zoetrope: the kernel ends because its main thread was interrupted");
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static String noFile(String word) {
    return Nearest.to(word, VERBS)
        .map(verb -> "there is no verb " + word + ". Did you mean " + verb + "?")
        .orElse("the connection file " + word + " does not exist; Jupyter writes one for a kernel");
  }

  /** {@code ZOETROPE_KERNEL_HISTORY} names another file, or is "off". */
  static Optional<Path> historyFile(Map<String, String> environment) {
    String chosen = environment.getOrDefault("ZOETROPE_KERNEL_HISTORY", "");
    if (chosen.equals("off")) {
      return Optional.empty();
    }
    Path usual = JupyterData.ofUser(environment).resolve("zoetrope").resolve("history");
    return Optional.of(chosen.isEmpty() ? usual : Path.of(chosen));
  }

  /** A kernel that cannot answer any more is worse than none: Jupyter starts another at once. */
  private static void halt(Throwable cause) {
    try {
      PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true);
      err.println("zoetrope: the kernel ends, so that Jupyter can start another: " + cause);
    } finally {
      Runtime.getRuntime().halt(BROKEN);
    }
  }

  /** A server that is killed cannot say goodbye; without this its kernels would run for ever. */
  private static void endWithParent(Kernel kernel, @Nullable String parent) {
    if (parent == null || !parent.matches("[1-9]\\d{0,9}")) {
      return;
    }
    ProcessHandle.of(Long.parseLong(parent))
        .ifPresent(
            process -> {
              var unused = process.onExit().thenRun(kernel::end);
            });
  }

  private static void haltSoon() {
    Thread watchdog =
        new Thread(
            () -> {
              try {
                boolean unused = new CountDownLatch(1).await(EXIT_MILLIS, TimeUnit.MILLISECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(0);
            },
            "zoetrope-exit");
    watchdog.setDaemon(true);
    watchdog.start();
  }
}
