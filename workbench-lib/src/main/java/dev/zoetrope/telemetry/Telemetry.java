package dev.zoetrope.telemetry;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * This machine's devices and gauges: NVIDIA, Jetson, AMD and Intel GPUs, CPU, memory, the CPU's
 * energy.
 *
 * <p>A provider that is not there is told with its reason by {@link #missing}; nothing is invented.
 * At most one recording at a time; {@link #recordIfFree} may be asked from any thread, all else
 * belongs to one.
 */
public final class Telemetry implements AutoCloseable {
  /** An hour of the quickest tier would be 327 000; a recording is a run, not a day. */
  private static final Duration KEPT = Duration.ofMinutes(15);

  private final Ticker ticker;
  private final List<Provider> providers = new ArrayList<>();
  private final Map<String, String> missing = new LinkedHashMap<>();
  private final AtomicBoolean busy = new AtomicBoolean();

  private final Path root;

  private Telemetry(Ticker ticker, Path root) {
    this.ticker = ticker;
    this.root = root;
  }

  /**
   * Looks for every provider on this machine.
   *
   * @param ticker stamps the samples; the one that stamps the answers
   * @param environment the process's: {@code ZOETROPE_NVML} names another driver library
   */
  public static Telemetry open(Ticker ticker, Map<String, String> environment) {
    return open(ticker, Path.of("/"), environment);
  }

  /**
   * The machine whose files these are, read by the code that reads a live one. What a driver's
   * library told is not among them.
   *
   * @param tree of a capture
   * @param folder an empty one for the files, which its opener deletes
   * @throws IllegalArgumentException if the tree has paths that lead elsewhere
   */
  public static Telemetry reopen(Ticker ticker, RawTree tree, Path folder) throws IOException {
    tree.writeTo(folder.toRealPath());
    String nothing = folder.resolve("no-driver-library").toString();
    return open(ticker, folder.toRealPath(), Map.of(NvmlPaths.OVERRIDE, nothing));
  }

  /** Below another root than "/": recorded trees. */
  static Telemetry open(Ticker ticker, Path root, Map<String, String> environment) {
    requireNonNull(ticker, "ticker is null");
    requireNonNull(environment, "environment is null");
    Telemetry telemetry = new Telemetry(ticker, root);
    telemetry.look("nvml", () -> NvmlProvider.open(NvmlPaths.of(root, environment), ticker));
    telemetry.look("jetson", () -> JetsonProvider.open(root));
    telemetry.look("amd", () -> AmdProvider.open(root));
    telemetry.look("intel", () -> IntelProvider.open(root));
    telemetry.look("linux", () -> LinuxProvider.open(root));
    telemetry.look("rapl", () -> RaplProvider.open(root));
    return telemetry;
  }

  private void look(String name, Opening opening) {
    try {
      providers.add(opening.open());
    } catch (Provider.Missing e) {
      missing.put(name, e.reason());
    }
  }

  /** All devices, GPUs first. */
  public List<Device> devices() {
    return providers.stream().flatMap(provider -> provider.devices().stream()).toList();
  }

  /** Each provider that is not there, and why. */
  public Map<String, String> missing() {
    return Collections.unmodifiableMap(missing);
  }

  /** A recording and what it was made on. */
  public TelemetryBundle bundle(Recorded recorded) {
    return new TelemetryBundle(devices(), missing(), recorded);
  }

  /** The kernel's files that the providers read, as they are now. */
  public RawTree tree() {
    return RawTree.of(root);
  }

  /** Every gauge read once, in the order of the devices. */
  public List<Series> now() {
    return probes().stream().map(this::once).toList();
  }

  private Series once(Probe probe) {
    long from = ticker.nanos();
    Sample sample;
    try {
      double value = probe.read();
      sample = new Sample.Value(from, ticker.nanos(), value);
    } catch (Probe.Unread e) {
      sample = new Sample.Gap(from, ticker.nanos(), e.code(), e.reason());
    }
    return new Series(probe.gauge(), List.of(sample));
  }

  private List<Probe> probes() {
    return providers.stream().flatMap(provider -> provider.probes().stream()).toList();
  }

  /**
   * Starts to read every gauge again and again: counters of energy every 11 ms, states every 100
   * ms, the slow and dear ones every second.
   *
   * @throws IllegalStateException if this machine has no gauge at all
   */
  public Recording record() {
    List<Sampler.Lane> lanes = probes().stream().map(Telemetry::lane).toList();
    if (lanes.isEmpty()) {
      throw new IllegalStateException("there is nothing to record: " + missing);
    }
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException("a recording runs; stop it first");
    }
    return new Recording(new Sampler(ticker, lanes, () -> busy.set(false)), lanes);
  }

  /** Starts likewise; empty while another recording runs, or where there is nothing to record. */
  public synchronized Optional<Recording> recordIfFree() {
    return busy.get() || probes().isEmpty() ? Optional.empty() : Optional.of(record());
  }

  /** The devices that count their energy. */
  public List<Device> energyDevices() {
    List<String> counted =
        probes().stream().map(Probe::gauge).filter(Gauge::isEnergy).map(Gauge::device).toList();
    return devices().stream().filter(device -> counted.contains(device.id())).toList();
  }

  private static Sampler.Lane lane(Probe probe) {
    long kept = KEPT.toNanos() / probe.tier().period().toNanos();
    return new Sampler.Lane(probe, new SampleRing((int) kept));
  }

  @Override
  public void close() {
    providers.forEach(Provider::close);
  }

  private interface Opening {
    Provider open() throws Provider.Missing;
  }
}
