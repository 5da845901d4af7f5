package dev.zoetrope.cli;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.experiment.TelemetryCapture;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.telemetry.Recorded;
import dev.zoetrope.telemetry.Recording;
import dev.zoetrope.telemetry.Telemetry;
import dev.zoetrope.telemetry.TelemetryBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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

  @Option(
      names = "--capture",
      paramLabel = "FILE",
      description =
          "Keeps every sample, and the kernel's files that the gauges lie in, as lines of a log;"
              + " compressed if FILE ends in .gz. Then --seconds may be up to a day.")
  private @Nullable Path capture;

  @Option(
      names = "--replay",
      paramLabel = "FILE",
      description = "Shows a capture instead of this machine.")
  private @Nullable Path replay;

  @Option(
      names = "--raw",
      description = "With --replay: reads the captured kernel's files anew, as they were.")
  private boolean raw;

  TelemetryVerb(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() throws InterruptedException {
    check();
    if (replay != null) {
      TelemetryCapture read = TelemetryCapture.read(replay);
      return raw ? reread(read) : replayed(read);
    }
    try (Telemetry telemetry = Telemetry.open(Ticker.system(), environment)) {
      if (telemetry.devices().isEmpty()) {
        telemetry.missing().forEach((name, reason) -> err().println(name + ": " + reason));
        return Failures.UNAVAILABLE;
      }
      do {
        show(telemetry.bundle(read(telemetry)));
      } while (watch);
    }
    return Failures.FINE;
  }

  private void check() {
    double most = capture == null ? 900 : 86_400;
    // Written so that NaN fails too.
    if (!(seconds >= 0.1 && seconds <= most)) {
      throw wrong("--seconds is " + seconds + ": give 0.1 to " + (int) most + " seconds.");
    }
    if (watch && (json || capture != null || replay != null)) {
      throw wrong("Give --watch alone, or --json, --capture or --replay without it.");
    }
    if (replay != null && capture != null) {
      throw wrong("Give --capture or --replay, not both.");
    }
    if (raw && replay == null) {
      throw wrong("--raw reads a capture's files: give --replay FILE with it.");
    }
  }

  private CommandLine.ParameterException wrong(String words) {
    return new CommandLine.ParameterException(line(), words);
  }

  private Recorded read(Telemetry telemetry) throws InterruptedException {
    Duration length = Duration.ofNanos((long) (seconds * 1e9));
    if (capture != null) {
      return new TelemetryTape(telemetry, capture).record(length);
    }
    try (Recording recording = telemetry.record()) {
      recording.await(length);
      return recording.stop();
    }
  }

  private int replayed(TelemetryCapture read) {
    show(read.bundle());
    if (!read.whole()) {
      err().println("The capture was not ended: what had been written is shown.");
    }
    if (read.skipped() > 0) {
      err().println(read.skipped() + " lines are torn or foreign and were left out.");
    }
    return Failures.FINE;
  }

  private int reread(TelemetryCapture read) throws InterruptedException {
    try (TemporaryFolder folder = TemporaryFolder.make();
        Telemetry telemetry = Telemetry.reopen(Ticker.system(), read.tree(), folder.path())) {
      show(telemetry.bundle(read(telemetry)));
      return Failures.FINE;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the captured files: " + e.getMessage(), e);
    }
  }

  private void show(TelemetryBundle bundle) {
    line().getOut().println(json ? TelemetryJson.of(bundle) : TelemetryText.of(bundle));
  }

  private PrintWriter err() {
    return line().getErr();
  }

  private CommandLine line() {
    return requireNonNull(command, "picocli sets it").commandLine();
  }
}
