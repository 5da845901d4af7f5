package dev.zoetrope.ruler;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.BackendRegistry;
import dev.zoetrope.backend.ContentPart;
import dev.zoetrope.backend.Sampling;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.backend.VlmRequest;
import dev.zoetrope.metrics.Samples;
import dev.zoetrope.metrics.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * What this client adds by itself on this machine: the same client code asks a {@link
 * ScriptedVlmServer} in this process, whose truth is known, at the concurrency of the run that
 * follows. It also warms what the run will use. The server has its share of the processors, so the
 * floor is rather too high than too low.
 *
 * @param id of this calibration, for the numbers that were taken under it
 * @param concurrency at which it was taken
 * @param ttftMillis reported less true time to first token, request by request, from the first byte
 *     about to be sent
 * @param calledTtftMillis the same from the call, as comparisons count
 * @param gapMillis the absolute error of each gap between pieces
 * @param resolutionNanos the least step of the clock that was seen
 * @param cpuShare of the threads that asked; 1 is one core
 * @param gcMillis spent in garbage collection
 * @param stallMillis the latest that a sleeping thread woke
 * @param serverLagMillis how late the scripted server itself was at its worst; in no error above
 * @param seconds that it took
 */
public record Calibration(
    String id,
    int concurrency,
    Samples ttftMillis,
    Samples calledTtftMillis,
    Samples gapMillis,
    long resolutionNanos,
    double cpuShare,
    double gcMillis,
    double stallMillis,
    double serverLagMillis,
    double seconds) {
  /** One round takes 50 ms + 7 * 20 ms on both sides. */
  private static final ServerScript SCRIPT = ServerScript.steady(50, 20, 8);

  /** Answers at once: many short questions make the JVM compile what the run will use. */
  private static final ServerScript AT_ONCE = ServerScript.steady(0, 0, 8);

  private static final int WARM_REQUESTS = 600;
  private static final int WARM_CROWD = 4;
  private static final Duration WARM_MOST = Duration.ofMillis(700);
  private static final int WARM_ROUNDS = 2;
  private static final int ROUNDS = 4;

  /** Beyond this the rounds themselves take too long. */
  private static final int CROWD = 64;

  private static final Duration MOST = Duration.ofMillis(1200);

  public Calibration {
    requireNonNull(id, "id is null");
    requireNonNull(ttftMillis, "ttftMillis is null");
    requireNonNull(calledTtftMillis, "calledTtftMillis is null");
    requireNonNull(gapMillis, "gapMillis is null");
  }

  /**
   * Measures, for about 2 s and never for 3 on a machine that keeps up.
   *
   * @param concurrency of the run that follows
   * @param backends whose client is measured
   */
  public static Calibration measure(int concurrency, BackendRegistry backends, Ticker ticker)
      throws InterruptedException {
    long begin = ticker.nanos();
    warm(backends, ticker);
    int rounds = concurrency < CROWD ? ROUNDS : ROUNDS / 2;
    int warm = concurrency < CROWD ? WARM_ROUNDS : WARM_ROUNDS / 2;
    LoadPlan plan =
        new LoadPlan(
            Arrivals.closed(concurrency),
            rounds * concurrency,
            Optional.of(MOST),
            warm * concurrency,
            Calibration::ask);
    try (ScriptedVlmServer server = ScriptedVlmServer.start(SCRIPT);
        VlmBackend client = backends.connect(server.uri());
        HostStrain strain = HostStrain.watch(ticker)) {
      Load load = new Load(client, plan, ticker);
      List<LoadRequest> seen = load.run(done -> {});
      double cpuShare = load.cpuShare();
      long step = resolution(ticker);
      double seconds = (ticker.nanos() - begin) / 1e9;
      Strained strained = new Strained(strain.told(), cpuShare, step, seconds);
      return of(concurrency, seen, server.served(), strained);
    }
  }

  private static void warm(BackendRegistry backends, Ticker ticker) throws InterruptedException {
    LoadPlan plan =
        new LoadPlan(
            Arrivals.closed(WARM_CROWD),
            WARM_REQUESTS,
            Optional.of(WARM_MOST),
            0,
            Calibration::ask);
    try (ScriptedVlmServer server = ScriptedVlmServer.start(AT_ONCE);
        VlmBackend client = backends.connect(server.uri())) {
      new Load(client, plan, ticker).run(done -> {});
    }
  }

  private static VlmRequest ask(int number) {
    return new VlmRequest(List.of(new ContentPart.Text("How far off are we?")), Sampling.greedy(8));
  }

  /** What it was like while the floor was measured. */
  private record Strained(HostStrain.Told host, double cpuShare, long resolution, double seconds) {}

  private static Calibration of(
      int concurrency, List<LoadRequest> seen, List<ServedRequest> served, Strained strained) {
    Map<String, ServedRequest> truth =
        served.stream().collect(Collectors.toMap(ServedRequest::id, s -> s, (a, b) -> a));
    List<Double> ttft = new ArrayList<>();
    List<Double> called = new ArrayList<>();
    List<Double> gaps = new ArrayList<>();
    for (LoadRequest request : seen) {
      ServedRequest known = truth.get(request.id());
      if (known != null && request.answered() && request.ttftMillis().isPresent()) {
        double from = known.ttftMillis().orElse(0);
        ttft.add(request.ttftMillis().getAsDouble() - from);
        called.add(request.calledTtftMillis().getAsDouble() - from);
        errors(request.gapsMillis(), known.gapsMillis(), gaps);
      }
    }
    return new Calibration(
        "cal-" + Integer.toHexString(ThreadLocalRandom.current().nextInt()),
        concurrency,
        samples(ttft),
        samples(called),
        samples(gaps),
        strained.resolution(),
        strained.cpuShare(),
        strained.host().gcMillis(),
        strained.host().stallMillis(),
        served.stream().mapToDouble(ServedRequest::worstLagMillis).max().orElse(0),
        strained.seconds());
  }

  private static void errors(double[] seen, double[] truth, List<Double> into) {
    for (int i = 0; i < Math.min(seen.length, truth.length); i++) {
      into.add(Math.abs(seen[i] - truth[i]));
    }
  }

  private static Samples samples(List<Double> values) {
    return Samples.of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static long resolution(Ticker ticker) {
    return DoubleStream.generate(() -> step(ticker))
        .limit(50)
        .mapToLong(d -> (long) d)
        .min()
        .orElse(1);
  }

  private static double step(Ticker ticker) {
    long from = ticker.nanos();
    long to = ticker.nanos();
    while (to == from) {
      to = ticker.nanos();
    }
    return to - from;
  }

  /** One sentence for a table. */
  public String words() {
    return String.format(
        Locale.ROOT,
        "Calibration %s: this client adds %s to TTFT, %s from the call; its gaps are off by %s.",
        id,
        median(ttftMillis),
        median(calledTtftMillis),
        median(gapMillis));
  }

  private static String median(Samples samples) {
    return samples
        .percentile(0.5)
        .map(p -> String.format(Locale.ROOT, "%.2f ms", p.value()))
        .orElse("nothing known");
  }

  /** As JSON has it. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", id);
    map.put("concurrency", concurrency);
    map.put("ttft_added_ms", LoadSummary.statistics(ttftMillis));
    map.put("called_ttft_added_ms", LoadSummary.statistics(calledTtftMillis));
    map.put("gap_error_ms", LoadSummary.statistics(gapMillis));
    map.put("stamp_resolution_ns", resolutionNanos);
    map.put("cpu_share", cpuShare);
    map.put("gc_ms", gcMillis);
    map.put("stall_ms", stallMillis);
    map.put("server_lag_worst_ms", serverLagMillis);
    map.put("seconds", seconds);
    return map;
  }
}
