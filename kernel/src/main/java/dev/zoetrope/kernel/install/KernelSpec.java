package dev.zoetrope.kernel.install;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What Jupyter needs to know to start the kernel.
 *
 * @param java the absolute path of the java command
 * @param jvmArgs flags that the user asked for
 * @param classPath absolute entries
 * @param archive the class-data archive, if there is one
 * @param displayName what the launcher shows
 * @param fingerprint of everything the archive was made from
 */
record KernelSpec(
    String java,
    List<String> jvmArgs,
    List<String> classPath,
    Optional<String> archive,
    String displayName,
    String fingerprint) {
  private static final String MAIN = Start.class.getName();

  private static final String INITIAL_HEAP = "-Xms96m";

  /** Unless the user names another. */
  private static final String COLLECTOR = "-XX:+UseSerialGC";

  /**
   * Flags of every run, those that make the archive included: an archive only fits the flags that
   * it was made with.
   */
  static final List<String> JVM_FLAGS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "-Djava.awt.headless=true",
          // The heap starts small and grows with use. By default it would start with a 64th of the
          // machine's memory, most of it a young generation that is touched before it is collected:
          // 180 to 190 MiB resident after the first cell, whatever the collector. With this start
          // the serial collector stays below 150; with half of it at 120, but then it collects so
          // often that cells feel it.
          INITIAL_HEAP,
          // Counters for other processes, which wake the JVM of 17 twenty times a second.
          "-XX:-UsePerfData",
          // Frames live outside the heap; JavaCPP would count the heap's pages as well and give up
          // early.
          "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");

  /** The command up to and with the main class. */
  List<String> command(List<String> moreFlags) {
    List<String> command = jvm();
    command.addAll(moreFlags);
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath));
    command.add(MAIN);
    return command;
  }

  /** The java with the flags of every run. */
  List<String> jvm() {
    List<String> command = new ArrayList<>();
    command.add(java);
    command.addAll(JVM_FLAGS);
    command.addAll(NativeHeap.flags(Runtime.version()));
    if (jvmArgs.stream().noneMatch(arg -> arg.matches("-XX:\\+Use\\w+GC"))) {
      command.add(COLLECTOR);
    }
    command.addAll(jvmArgs);
    return command;
  }

  /** The text of kernel.json. */
  String json() {
    List<String> argv = command(archive.map(ClassArchive::flags).orElse(List.of()));
    argv.add("{connection_file}");
    String words = argv.stream().map(KernelSpec::quote).collect(Collectors.joining(",\n    "));
    String form =
        """
        {
          "argv": [
            %s
          ],
          "display_name": %s,
          "language": "java",
          "interrupt_mode": "message",
          "metadata": {"zoetrope": {"fingerprint": %s}}
        }
        """;
    return String.format(Locale.ROOT, form, words, quote(displayName), quote(fingerprint));
  }

  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
