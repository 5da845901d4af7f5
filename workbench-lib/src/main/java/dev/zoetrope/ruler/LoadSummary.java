package dev.zoetrope.ruler;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.Comparing;
import dev.zoetrope.metrics.Provenance;
import dev.zoetrope.metrics.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/** What a load's requests say together, and what speaks against believing it. */
public final class LoadSummary {
  /** What times to first token count from. */
  static final String ZERO =
      "ttft_ms: first byte of the request about to be sent; wrote_ttft_ms: its last byte written;"
          + " called_ttft_ms: the call, before a connection is looked for; intended_ttft_ms: when"
          + " the request should have begun";

  private static final double[] PERCENTILES = {0.5, 0.9, 0.99};

  private final List<LoadRequest> requests;
  private final Slo slo;
  private final Calibration calibration;
  private final double cpuShare;
  private final boolean sameMachine;

  /**
   * @param cpuShare of the threads that asked, while they ran; 1 is one core
   * @param sameMachine whether the server shares this machine's processors
   */
  public LoadSummary(
      List<LoadRequest> requests,
      Slo slo,
      Calibration calibration,
      double cpuShare,
      boolean sameMachine) {
    this.requests = List.copyOf(requests);
    this.slo = requireNonNull(slo, "slo is null");
    this.calibration = requireNonNull(calibration, "calibration is null");
    this.cpuShare = cpuShare;
    this.sameMachine = sameMachine;
  }

  /**
   * One metric of all answered requests.
   *
   * @param absent when a request has none, in words
   */
  public record Line(String tag, String formula, String absent, Samples samples) {}

  /** The metrics, in the order in which tables show them. */
  public List<Line> lines() {
    return List.of(
        line(
            "ttft_ms",
            "first piece with text - first byte of the request about to be sent",
            "it failed, no text came",
            LoadRequest::ttftMillis),
        line(
            "wrote_ttft_ms",
            "first piece with text - last byte of the request written",
            "it failed, no text came, the writing was not stamped",
            LoadRequest::wroteTtftMillis),
        line(
            "called_ttft_ms",
            "first piece with text - call",
            "it failed, no text came",
            LoadRequest::calledTtftMillis),
        line(
            "intended_ttft_ms",
            "first piece with text - instant at which the request should have begun",
            "it failed, no text came",
            LoadRequest::intendedTtftMillis),
        line(
            "tpot_ms",
            "(last piece - first piece) / (tokens of the usage block - 1)",
            "it failed, no `usage`, fewer than two pieces or tokens",
            LoadRequest::tpotMillis),
        new Line(
            "gap_ms",
            "from one piece with text to the next; a piece may hold several tokens",
            "it failed, fewer than two pieces",
            Samples.of(answered().stream().flatMapToDouble(LoadSummary::gaps).toArray())),
        line(
            "latency_ms",
            "last piece with text - first byte of the request about to be sent",
            "it failed, no text came",
            LoadRequest::latencyMillis),
        line(
            "ready_ms",
            "first byte of the request about to be sent - call",
            "it failed, the writing was not stamped",
            LoadRequest::readyMillis),
        line(
            "send_ms",
            "last byte of the request written - first byte about to be sent",
            "it failed, the writing was not stamped",
            LoadRequest::sendMillis),
        line(
            "start_lag_ms",
            "call - instant at which the request should have begun",
            "it failed",
            r -> OptionalDouble.of((r.called() - r.intended()) / 1e6)));
  }

  /** Why no request has this number; empty if some have it. */
  Optional<String> whyNone(Line line) {
    return line.samples().count() > 0
        ? Optional.empty()
        : Optional.of(
            answered().isEmpty() ? "every request failed" : "of each request: " + line.absent());
  }

  private static DoubleStream gaps(LoadRequest request) {
    return Arrays.stream(request.gapsMillis());
  }

  private Line line(
      String tag, String formula, String absent, Function<LoadRequest, OptionalDouble> of) {
    return new Line(
        tag,
        formula,
        absent,
        Samples.of(
            answered().stream()
                .map(of)
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .toArray()));
  }

  private List<LoadRequest> answered() {
    return requests.stream().filter(LoadRequest::answered).toList();
  }

  /** What speaks against the numbers; empty if nothing does. */
  public List<String> flags() {
    Calibrated client = new Calibrated(calibration, cpuShare);
    List<String> flags = new ArrayList<>();
    client.ttftFloor("TTFT", median("ttft_ms")).ifPresent(flags::add);
    client.gapFloor("gap", median("gap_ms")).ifPresent(flags::add);
    client.busy().ifPresent(flags::add);
    if (sameMachine) {
      flags.add(Calibrated.sameMachine("the server"));
    }
    return flags;
  }

  private double median(String tag) {
    return lines().stream()
        .filter(line -> line.tag().equals(tag))
        .flatMap(line -> line.samples().percentile(0.5).stream())
        .mapToDouble(Samples.Percentile::value)
        .findFirst()
        .orElse(Double.NaN);
  }

  /** How long it took, from the first call to the last end, in seconds. */
  public double seconds() {
    long from = requests.stream().mapToLong(LoadRequest::called).min().orElse(0);
    long to = requests.stream().mapToLong(LoadRequest::end).max().orElse(0);
    return (to - from) / 1e9;
  }

  /** Failed ones. */
  public long errors() {
    return requests.stream().filter(r -> !r.answered()).count();
  }

  /** Requests that were answered within all SLOs, a second. */
  public double goodput() {
    return requests.stream().filter(slo::keptBy).count() / seconds();
  }

  /** Tokens that the server counted, a second. */
  public double tokenRate() {
    return requests.stream().mapToInt(r -> r.tokens().orElse(0)).sum() / seconds();
  }

  /**
   * How many were in flight, counted and by Little's law.
   *
   * @param inFlight time-weighted over the run
   * @param lambda requests a second
   * @param residence how long each stayed, in seconds, on average
   */
  public record Little(double inFlight, double lambda, double residence) {}

  /** {@code L = lambda * W}: where the two sides differ, requests were lost or counted twice. */
  public Little little() {
    return new Little(
        inFlight(),
        requests.size() / seconds(),
        requests.stream().mapToLong(r -> r.end() - r.called()).average().orElse(0) / 1e9);
  }

  /** By sweeping over the starts and ends, not by adding up residences. */
  private double inFlight() {
    long[][] steps =
        requests.stream()
            .flatMap(
                r ->
                    java.util.stream.Stream.of(
                        new long[] {r.called(), 1}, new long[] {r.end(), -1}))
            .sorted(java.util.Comparator.comparingLong(step -> step[0]))
            .toArray(long[][]::new);
    double area = 0;
    long flying = 0;
    for (int i = 0; i + 1 < steps.length; i++) {
      flying += steps[i][1];
      area += (double) flying * (steps[i + 1][0] - steps[i][0]);
    }
    return area / 1e9 / seconds();
  }

  /** As JSON has it. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("requests", requests.size());
    map.put("errors", errors());
    map.put("seconds", seconds());
    map.put("requests_per_second", requests.size() / seconds());
    map.put("tokens_per_second", tokenRate());
    map.put("goodput_per_second", goodput());
    Little little = little();
    map.put(
        "littles_law",
        Map.of(
            "in_flight",
            little.inFlight(),
            "lambda_per_second",
            little.lambda(),
            "residence_s",
            little.residence(),
            "lambda_times_residence",
            little.lambda() * little.residence()));
    map.put("ttft_steady_from", Comparing.steadyFrom(inOrder()));
    map.put("client_cpu_share", cpuShare);
    map.put("zero_of_ttft", ZERO);
    map.put("flags", flags());
    Map<String, Object> metrics = new LinkedHashMap<>();
    lines().forEach(line -> metrics.put(line.tag(), told(line)));
    map.put("metrics", metrics);
    return map;
  }

  private double[] inOrder() {
    return answered().stream()
        .map(LoadRequest::ttftMillis)
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .toArray();
  }

  private Map<String, Object> told(Line line) {
    Map<String, Object> map = statistics(line.samples());
    whyNone(line).ifPresent(why -> map.put("absent", why));
    map.put(
        "provenance",
        Map.of(
            "kind",
            Provenance.Kind.CLIENT_OBSERVED.name(),
            "formula",
            line.formula(),
            "from",
            Provenance.Kind.CLIENT_OBSERVED.basis(),
            "calibration",
            calibration.id()));
    return map;
  }

  /** Count, mean, extremes and percentiles, each with its interval or the reason why not. */
  static Map<String, Object> statistics(Samples samples) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("count", samples.count());
    if (samples.count() == 0) {
      return map;
    }
    double[] sorted = samples.sorted();
    map.put("mean", samples.mean());
    map.put("min", sorted[0]);
    map.put("max", sorted[sorted.length - 1]);
    for (double p : PERCENTILES) {
      map.put("p" + Math.round(p * 100), percentile(samples, p));
    }
    return map;
  }

  private static Map<String, Object> percentile(Samples samples, double p) {
    return samples
        .percentile(p)
        .map(
            found -> {
              Map<String, Object> map = new LinkedHashMap<>();
              map.put("value", found.value());
              found.interval().ifPresent(i -> map.put("ci95", List.of(i.low(), i.high())));
              return map;
            })
        .orElseGet(() -> new LinkedHashMap<>(Map.of("absent", samples.refusal(p))));
  }
}
