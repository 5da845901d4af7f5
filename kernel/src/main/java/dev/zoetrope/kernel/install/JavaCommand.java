package dev.zoetrope.kernel.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The java that will run the kernel.
 *
 * @param path absolute
 * @param version as it says itself
 */
record JavaCommand(String path, String version) {
  private static final Pattern JSHELL = Pattern.compile("(?m)^jdk\\.jshell@(\\d+)(\\S*)$");
  private static final int OLDEST = 17;

  /** The java of this process. */
  static JavaCommand running() {
    return new JavaCommand(
        command(Path.of(System.getProperty("java.home"))), Runtime.version().toString());
  }

  /**
   * Another java: the command, or the folder of its JDK.
   *
   * @throws IllegalArgumentException if it cannot run a kernel; one line that says why
   */
  static JavaCommand at(String where) {
    Path given = Path.of(where).toAbsolutePath().normalize();
    String command = Files.isDirectory(given) ? command(given) : given.toString();
    Matcher jshell = JSHELL.matcher(modules(command));
    if (!jshell.find()) {
      throw new IllegalArgumentException(
          command + " is no full JDK: it has no jdk.jshell; name another with --java");
    }
    if (Integer.parseInt(jshell.group(1)) < OLDEST) {
      throw new IllegalArgumentException(
          command + " is Java " + jshell.group(1) + "; the kernel needs " + OLDEST + " or newer");
    }
    return new JavaCommand(command, jshell.group(1) + jshell.group(2));
  }

  private static String command(Path home) {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    return home.resolve("bin").resolve(windows ? "java.exe" : "java").toString();
  }

  /**
   * Tries the flags that a kernel will have.
   *
   * @param command a java with its flags
   * @throws IllegalArgumentException if it does not start with them; one line that says why
   */
  static void requireStarts(List<String> command) throws InterruptedException {
    List<String> words = new ArrayList<>(command);
    words.add("--version");
    Process process = start(words);
    String told = told(process, command.get(0));
    if (process.waitFor() != 0) {
      throw new IllegalArgumentException(
          command.get(0)
              + " does not start with these flags: "
              + told.lines().filter(line -> !line.isBlank()).findFirst().orElse("it says nothing")
              + "; mend --jvm-arg");
    }
  }

  private static String modules(String command) {
    return told(start(List.of(command, "--list-modules")), command);
  }

  private static Process start(List<String> words) {
    try {
      return new ProcessBuilder(words).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IllegalArgumentException(words.get(0) + " cannot be run: " + e.getMessage(), e);
    }
  }

  private static String told(Process process, String command) {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalArgumentException(command + " cannot be heard: " + e.getMessage(), e);
    }
  }
}
