package dev.zoetrope.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.zoetrope.backend.BackendRegistry;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.ruler.Calibration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code zoetrope calibrate}: what this client adds by itself on this machine. */
@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    description =
        "Measures what this client adds by itself on this machine, against a server whose truth is"
            + " known, and prints it as JSON. load does so before each run.")
final class CalibrateVerb implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Option(
      names = "--concurrency",
      paramLabel = "C",
      defaultValue = "8",
      description = "So many requests are in flight (${DEFAULT-VALUE}).")
  private int concurrency;

  @Override
  public Integer call() throws InterruptedException, JsonProcessingException {
    Ticker ticker = Ticker.system();
    try (BackendRegistry backends = BackendRegistry.open(ticker)) {
      Calibration found = Calibration.measure(concurrency, backends, ticker);
      requireNonNull(command, "picocli sets it")
          .commandLine()
          .getOut()
          .println(
              JsonMapper.builder()
                  .build()
                  .writerWithDefaultPrettyPrinter()
                  .writeValueAsString(found.toMap()));
    }
    return Failures.FINE;
  }
}
