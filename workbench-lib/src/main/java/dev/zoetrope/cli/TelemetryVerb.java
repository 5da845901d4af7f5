package dev.zoetrope.cli;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.telemetry.Recorded;
import dev.zoetrope.telemetry.Recording;
import dev.zoetrope.telemetry.Telemetry;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code zoetrope telemetry}: reads this machine's gauges for a while and shows them. */
@Command(
    name = "telemetry",
    mixinStandardHelpOptions = true,
    description =
        "Reads GPU, CPU, memory and energy of this machine for a moment: what each gauge told, who"
            + " told it, and what is missing with its reason.")
final class TelemetryVerb implements Callable<Integer> {
  private final Map<String, String> environment;

  @Spec private @Nullable CommandSpec command;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "1",
      description = "How long to read (${DEFAULT-VALUE}).")
  private double seconds;

  @Option(names = "--watch", description = "Shows it again and again until Ctrl-C.")
  private boolean watch;

  @Option(names = "--json", description = "Prints one JSON object instead of a table.")
  private boolean json;

  TelemetryVerb(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() throws InterruptedException {
    check();
    try (Telemetry telemetry = Telemetry.open(Ticker.system(), environment)) {
      if (telemetry.devices().isEmpty()) {
        telemetry.missing().forEach((name, reason) -> err().println(name + ": " + reason));
        return Failures.UNAVAILABLE;
      }
      do {
        show(telemetry, read(telemetry));
      } while (watch);
    }
    return Failures.FINE;
  }

  private void check() {
    // Written so that NaN fails too.
    if (!(seconds >= 0.1 && seconds <= 900)) {
      throw new CommandLine.ParameterException(
          line(), "--seconds is " + seconds + ": give 0.1 to 900 seconds.");
    }
    if (watch && json) {
      throw new CommandLine.ParameterException(line(), "Give --watch or --json, not both.");
    }
  }

  private Recorded read(Telemetry telemetry) throws InterruptedException {
    try (Recording recording = telemetry.record()) {
      recording.await(Duration.ofNanos((long) (seconds * 1e9)));
      return recording.stop();
    }
  }

  private void show(Telemetry telemetry, Recorded recorded) {
    PrintWriter out = line().getOut();
    out.println(
        json ? TelemetryJson.of(telemetry, recorded) : TelemetryText.of(telemetry, recorded));
  }

  private PrintWriter err() {
    return line().getErr();
  }

  private CommandLine line() {
    return requireNonNull(command, "picocli sets it").commandLine();
  }
}
