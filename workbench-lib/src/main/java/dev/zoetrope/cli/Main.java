package dev.zoetrope.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zoetrope.metrics.SuppressForbidden;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code zoetrope VERB}: parses, runs, and ends with the verb's exit code. */
@Command(
    name = "zoetrope",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Puts one clip before several vision-language models, side by side.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {
      CompareVerb.class,
      RecordVerb.class,
      LoadVerb.class,
      CalibrateVerb.class,
      ScriptedServerVerb.class,
      NotebookVerb.class,
      NearbyVerb.class,
      TelemetryVerb.class,
      ProbeVerb.class,
      ModelsVerb.class,
      RunVerb.class,
      ReportVerb.class
    })
public final class Main {
  /** A comparison stops within 200 ms; a page or a table takes some more. */
  private static final long STOP_MILLIS = 2000;

  private Main() {}

  /**
   * Ends the process with 0 (fine), 1 (a notebook cell failed), 2 (usage) or 3 (a backend or source
   * failed).
   */
  public static void main(String[] args) {
    Thread stop = stopping(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(stop);
    int code = run(args, System.getenv(), out(), err());
    if (!stop.isAlive()) {
      Runtime.getRuntime().removeShutdownHook(stop);
      System.exit(code);
    }
  }

  /**
   * Ctrl-C is the stop button: the verb gets a moment to close its sockets and to keep what it has.
   */
  private static Thread stopping(Thread verb) {
    return new Thread(
        () -> {
          verb.interrupt();
          try {
            verb.join(STOP_MILLIS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        "zoetrope-stop");
  }

  static int run(String[] args, Map<String, String> environment, PrintWriter out, PrintWriter err) {
    Failures failures = new Failures();
    CommandLine line =
        new CommandLine(new Main(), new Verbs(environment))
            .setOut(out)
            .setErr(err)
            .setExecutionExceptionHandler(failures)
            .setParameterExceptionHandler(failures)
            // A prompt may begin with an at sign.
            .setExpandAtFiles(false)
            .setUsageHelpAutoWidth(true);
    return line.execute(args);
  }

  @SuppressForbidden("the process's own output is the command line's screen")
  private static PrintWriter out() {
    return new PrintWriter(System.out, true, UTF_8);
  }

  @SuppressForbidden("the process's own output is the command line's screen")
  private static PrintWriter err() {
    return new PrintWriter(System.err, true, UTF_8);
  }

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"zoetrope " + (version == null ? "from source" : version)};
    }
  }
}
