package dev.zoetrope.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.zoetrope.backend.BackendCard;
import dev.zoetrope.backend.BackendRegistry;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.experiment.MachineFacts;
import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.ruler.Arrivals;
import dev.zoetrope.ruler.Calibration;
import dev.zoetrope.ruler.EarlierLoad;
import dev.zoetrope.ruler.Load;
import dev.zoetrope.ruler.LoadJson;
import dev.zoetrope.ruler.LoadPlan;
import dev.zoetrope.ruler.LoadPrompts;
import dev.zoetrope.ruler.LoadRequest;
import dev.zoetrope.ruler.LoadSummary;
import dev.zoetrope.ruler.LoadText;
import dev.zoetrope.ruler.Slo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zoetrope load}: many questions at one backend, and how far its numbers can be trusted. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    description =
        "Asks one backend many questions at once and prints times with their intervals. It first"
            + " measures, for about 2 s, what this client adds by itself on this machine.")
final class LoadVerb implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "URL#model", description = "The backend, as compare has it.")
  private String uri = "";

  @Option(
      names = "--concurrency",
      paramLabel = "C",
      defaultValue = "1",
      description = "So many are in flight, each asks again once answered (${DEFAULT-VALUE}).")
  private int concurrency;

  @Option(
      names = "--requests",
      paramLabel = "N",
      description = "So many are measured (10 for each in flight).")
  private @Nullable Integer requests;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "No request begins later than this after the first.")
  private @Nullable Double seconds;

  @Option(
      names = "--warmup",
      paramLabel = "W",
      description = "So many go before them and are in no number (one for each in flight).")
  private @Nullable Integer warmup;

  @Option(
      names = "--ramp",
      paramLabel = "S",
      defaultValue = "0",
      description = "Those in flight begin one by one over so many seconds (${DEFAULT-VALUE}).")
  private double ramp;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Open loop: so many begin in a second, whatever is answered meanwhile.")
  private @Nullable Double rate;

  @Option(
      names = "--arrivals",
      paramLabel = "KIND",
      defaultValue = "poisson",
      description = "With --rate: poisson (at random) or constant (${DEFAULT-VALUE}).")
  private String arrivals = "poisson";

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "Open loop: requests begin at the seconds that stand in its lines.")
  private @Nullable Path trace;

  @Option(
      names = "--max-tokens",
      paramLabel = "T",
      defaultValue = "64",
      description = "Of each answer (${DEFAULT-VALUE}).")
  private int maxTokens;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description = "The question; without it, words that the seed draws.")
  private @Nullable String prompt;

  @Option(
      names = "--prompt-tokens",
      paramLabel = "N",
      defaultValue = "50",
      description = "So many words are drawn, about as many tokens (${DEFAULT-VALUE}).")
  private int promptTokens;

  @Option(
      names = "--image",
      paramLabel = "FILE",
      description = "A JPEG or PNG before the text; repeat it for several.")
  private List<Path> images = new ArrayList<>();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of words and arrivals: the same seed, the same bytes (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--slo-ttft",
      paramLabel = "MS",
      description = "Goodput counts requests whose first token came by then.")
  private @Nullable Double sloTtft;

  @Option(
      names = "--slo-tpot",
      paramLabel = "MS",
      description = "… and whose tokens came as fast as this on average.")
  private @Nullable Double sloTpot;

  @Option(
      names = "--slo-latency",
      paramLabel = "MS",
      description = "… and whose last token came by then.")
  private @Nullable Double sloLatency;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Every request with its stamps, the summary and the calibration.")
  private @Nullable Path json;

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description = "Sets an earlier --json beside it, with a warning if the machines are unlike.")
  private @Nullable Path against;

  @Override
  public Integer call() throws InterruptedException {
    Optional<EarlierLoad> earlier = Optional.ofNullable(against).map(this::earlier);
    if (json != null) {
      Writable.file(json, "--json");
    }
    LoadPlan plan = plan();
    Ticker ticker = Ticker.system();
    try (BackendRegistry backends = BackendRegistry.open(ticker);
        VlmBackend backend = backends.connect(uri)) {
      return run(backends, backend, plan, ticker, earlier);
    }
  }

  private int run(
      BackendRegistry backends,
      VlmBackend backend,
      LoadPlan plan,
      Ticker ticker,
      Optional<EarlierLoad> earlier)
      throws InterruptedException {
    MachineFacts before = MachineFacts.read();
    Calibration calibration = Calibration.measure(concurrency, backends, ticker);
    Progress progress = new Progress(line().getErr(), plan.requests());
    Load load = new Load(backend, plan, ticker);
    List<LoadRequest> done = load.run(progress::ended);
    progress.close();
    LoadSummary summary =
        new LoadSummary(
            done,
            slo(),
            calibration,
            load.cpuShare(),
            backend.card().host().equals(BackendCard.THIS_MACHINE));
    MachineFacts machine = before.until(MachineFacts.read());
    if (json != null) {
      write(json, LoadJson.of(done, summary, calibration, machine.facts()));
    }
    line().getOut().print(LoadText.of(summary, calibration));
    earlier.ifPresent(then -> line().getOut().print(beside(then, summary, machine)));
    line().getOut().flush();
    return summary.errors() == done.size() ? Failures.UNAVAILABLE : Failures.FINE;
  }

  private static void write(Path file, Object report) {
    JsonMapper mapper =
        JsonMapper.builder().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).build();
    try {
      Files.write(file, mapper.writeValueAsBytes(report));
    } catch (IOException e) {
      throw new UncheckedIOException("Nothing can be written to " + file + ".", e);
    }
  }

  private static String beside(EarlierLoad then, LoadSummary now, MachineFacts machine) {
    return then.beside(now, machine.unlike(new MachineFacts(then.machine())));
  }

  private EarlierLoad earlier(Path file) {
    try {
      return EarlierLoad.read(Files.readString(file));
    } catch (IOException e) {
      throw new IllegalArgumentException("--against " + file + " cannot be read: " + e, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--against " + file + " is no JSON of zoetrope load: give a file of its --json.", e);
    }
  }

  private LoadPlan plan() {
    int count = requests == null ? 10 * concurrency : requests;
    Arrivals when = when(count);
    return new LoadPlan(
        when,
        when instanceof Arrivals.Open open ? Math.min(count, open.at().size()) : count,
        Optional.ofNullable(seconds).map(LoadVerb::duration),
        warmup == null ? concurrency : warmup,
        new LoadPrompts(
            Optional.ofNullable(prompt),
            promptTokens,
            images.stream().map(LoadVerb::image).toList(),
            maxTokens,
            seed));
  }

  private Arrivals when(int count) {
    if (trace != null) {
      return Arrivals.trace(lines(trace));
    }
    if (rate == null) {
      return new Arrivals.Closed(concurrency, duration(ramp));
    }
    return switch (arrivals) {
      case "poisson" -> Arrivals.poisson(rate, count, seed);
      case "constant" -> Arrivals.constant(rate, count);
      default ->
          throw new CommandLine.ParameterException(
              line(), "--arrivals is \"" + arrivals + "\": give poisson or constant.");
    };
  }

  private Slo slo() {
    return new Slo(optional(sloTtft), optional(sloTpot), optional(sloLatency));
  }

  private static OptionalDouble optional(@Nullable Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static Duration duration(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The trace " + file + " cannot be read.", e);
    }
  }

  private static EncodedImage image(Path file) {
    try {
      return EncodedImage.ofForeign(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException("The picture " + file + " cannot be read.", e);
    }
  }

  private CommandLine line() {
    return requireNonNull(command, "picocli sets it").commandLine();
  }
}
