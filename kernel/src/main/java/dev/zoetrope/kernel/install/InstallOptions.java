package dev.zoetrope.kernel.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where and how to install.
 *
 * @param data the Jupyter data folder; the kernel goes into its {@code kernels} folder
 * @param name the name by which Jupyter knows the kernel
 * @param displayName the name that people see in the launcher
 * @param archive whether to make a class-data archive, which halves the time to start
 * @param jvmArgs flags of the JVM beside the kernel's own, such as {@code -Xmx4g}
 * @param java the java command or the folder of a JDK; empty for the one that runs now
 */
public record InstallOptions(
    Path data,
    String name,
    String displayName,
    boolean archive,
    List<String> jvmArgs,
    Optional<String> java) {
  private static final Pattern WITH_VALUE =
      Pattern.compile("--(?:prefix|sys-prefix|name|display-name|jvm-arg|java)=");

  private static final String USUAL_NAME = "zoetrope";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

  /** What the options are, for a usage line. */
  public static final String USAGE =
      "[--user | --prefix DIR | --sys-prefix [PYTHON]] [--name NAME] [--display-name TEXT] [--jvm-arg ARG]... "
          + "[--java PATH] [--no-archive]";

  /** What each option means. */
  public static final String HELP =
      """
      usage: kernel install USAGE
             kernel list [PLACE]                    what is installed, and whether it can start
             kernel uninstall [PLACE] [--name NAME]

      PLACE is one of the first three:

        --user                 for the Jupyter of this account (the default)
        --prefix DIR           into DIR/share/jupyter
        --sys-prefix [PYTHON]  into the environment of that python; without one, of the active environment
        --name NAME            the name by which Jupyter knows the kernel; "zoetrope" unless told
        --display-name TEXT    the name that people see; "Zoetrope (Java)" unless told, with NAME if that is another
        --jvm-arg ARG          a flag for the kernel's JVM, such as -Xmx4g; may be repeated
        --java PATH            the java command, or the folder of a JDK, that runs the kernel
        --no-archive           no class-data archive: starts slower, installs in an instant

      Exit codes: 0 fine, 2 wrong usage, 3 the kernel could not be written."""
          .replace("USAGE", USAGE);

  /**
   * Reads the words after the verb.
   *
   * @param environment the process's variables, for the user's data folder
   * @throws IllegalArgumentException if a word is wrong; the message says which, in one line
   */
  public static InstallOptions parse(List<String> words, Map<String, String> environment) {
    List<Path> places = new ArrayList<>();
    String name = USUAL_NAME;
    Optional<String> displayName = Optional.empty();
    boolean archive = true;
    List<String> jvmArgs = new ArrayList<>();
    Optional<String> java = Optional.empty();
    for (ListIterator<String> rest = apart(words).listIterator(); rest.hasNext(); ) {
      String word = rest.next();
      switch (word) {
        case "--user" -> places.add(JupyterData.ofUser(environment));
        case "--prefix" -> places.add(shared(value(word, rest)));
        case "--sys-prefix" -> places.add(shared(environmentPrefix(rest, environment)));
        case "--name" -> name = checked(value(word, rest));
        case "--display-name" -> displayName = Optional.of(value(word, rest));
        case "--jvm-arg" -> jvmArgs.add(value(word, rest));
        case "--java" -> java = Optional.of(value(word, rest));
        case "--no-archive" -> archive = false;
        default -> throw new IllegalArgumentException("unknown option " + word + "; use " + USAGE);
      }
    }
    if (places.size() > 1) {
      throw new IllegalArgumentException(
          "--user, --prefix and --sys-prefix each name a place; give one of them");
    }
    Path data = places.isEmpty() ? JupyterData.ofUser(environment) : places.get(0);
    return new InstallOptions(
        data, name, displayName.orElse(shown(name)), archive, List.copyOf(jvmArgs), java);
  }

  /** Two kernels of two JDKs are told apart in the launcher. */
  private static String shown(String name) {
    return name.equals(USUAL_NAME) ? "Zoetrope (Java)" : "Zoetrope (Java, " + name + ")";
  }

  /** {@code --option=value} as two words; a value may well hold an equals sign of its own. */
  private static List<String> apart(List<String> words) {
    return words.stream()
        .flatMap(
            word ->
                WITH_VALUE.matcher(word).lookingAt()
                    ? Stream.of(word.split("=", 2))
                    : Stream.of(word))
        .toList();
  }

  /** The folder that will hold kernel.json. */
  public Path folder() {
    return data.resolve("kernels").resolve(name);
  }

  /** Of the python that is named, or of the environment that is active. */
  private static String environmentPrefix(
      ListIterator<String> rest, Map<String, String> environment) {
    if (rest.hasNext()) {
      String next = rest.next();
      if (!next.startsWith("--")) {
        return prefixOf(next);
      }
      rest.previous();
    }
    return active(environment)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--sys-prefix: no Python environment is active; name its python after the"
                        + " option"));
  }

  private static Optional<String> active(Map<String, String> environment) {
    return Stream.of("VIRTUAL_ENV", "CONDA_PREFIX")
        .map(name -> environment.getOrDefault(name, ""))
        .filter(prefix -> !prefix.isEmpty())
        .findFirst();
  }

  /**
   * Where kernels may be that this account sees without being told more: its own data folder, and
   * that of the Python environment that is active.
   */
  public static List<Path> usualPlaces(Map<String, String> environment) {
    return Stream.concat(
            Stream.of(JupyterData.ofUser(environment)),
            active(environment).map(InstallOptions::shared).stream())
        .toList();
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " needs a value; use " + USAGE);
    }
    return rest.next();
  }

  private static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a kernel's name may hold letters, digits, '.', '_' and '-' only, not \"" + name + "\"");
    }
    return name;
  }

  private static Path shared(String prefix) {
    return Path.of(prefix).toAbsolutePath().normalize().resolve("share").resolve("jupyter");
  }

  private static String prefixOf(String python) {
    try {
      Process process =
          new ProcessBuilder(python, "-c", "import sys; print(sys.prefix)")
              .redirectErrorStream(true)
              .start();
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() == 0) {
        return answer;
      }
      throw new IllegalArgumentException(python + " cannot say where it lives: " + answer);
    } catch (IOException e) {
      throw new IllegalArgumentException(python + " cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalArgumentException("interrupted while asking " + python, e);
    }
  }
}
