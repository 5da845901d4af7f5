package dev.zoetrope;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.BackendRegistry;
import dev.zoetrope.backend.CapabilityStore;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.capture.FrameEncoder;
import dev.zoetrope.capture.PushSource;
import dev.zoetrope.capture.Source;
import dev.zoetrope.capture.SourceRegistry;
import dev.zoetrope.compare.CompareListener;
import dev.zoetrope.compare.ComparisonResult;
import dev.zoetrope.compare.ComparisonSpec;
import dev.zoetrope.compare.LiveSession;
import dev.zoetrope.compare.LiveSpec;
import dev.zoetrope.experiment.Experiments;
import dev.zoetrope.experiment.Plan;
import dev.zoetrope.experiment.PlanRun;
import dev.zoetrope.experiment.RunLog;
import dev.zoetrope.media.Window;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.ruler.Calibration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns everything with a lifetime: sources, backends, the HTTP pool, the encoder, the samplers. Two
 * workbenches in one JVM share nothing but loaded weights.
 *
 * <p>Thread-safe. Whoever opens it closes it; closing stops capture, then requests.
 */
public final class Workbench implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Workbench.class);

  private final WorkbenchConfig config;
  private final SourceRegistry sources;
  private final BackendRegistry backends;
  private final FrameEncoder encoder;
  private final Experiments experiments;
  private final Watched watched;
  private final Set<LiveSession> sessions = ConcurrentHashMap.newKeySet();

  private Workbench(WorkbenchConfig config) {
    this.config = config;
    this.sources = SourceRegistry.open(config.ticker());
    this.backends =
        BackendRegistry.open(config.ticker(), config.turns(), CapabilityStore.in(config.probes()));
    this.encoder = FrameEncoder.open(config.ticker());
    this.experiments = new Experiments(RunLog.at(config.log()), encoder);
    this.watched = new Watched(config.ticker());
  }

  /** A workbench of one's own. */
  public static Workbench open(WorkbenchConfig config) {
    return new Workbench(requireNonNull(config, "config is null"));
  }

  /**
   * Opens a source, which lives until it or this workbench is closed.
   *
   * @param uri a path, a folder of stills, {@code synthetic:moving-shape?seed=7}
   * @throws dev.zoetrope.capture.SourceException if there is nothing to see
   */
  public Source source(String uri) {
    return sources.open(uri);
  }

  /**
   * Makes a live source that code gives its pictures to.
   *
   * @param name what it is called after {@code push:}
   */
  public PushSource push(String name) {
    return sources.push(name);
  }

  /**
   * Connects a backend, which lives until it or this workbench is closed.
   *
   * @param uri {@code embedded:tiny}, {@code http://127.0.0.1:8080#model}
   * @throws dev.zoetrope.backend.BackendException if nothing usable is there
   */
  public VlmBackend backend(String uri) {
    return backends.connect(uri);
  }

  /** Begins a comparison of these frames. */
  public Question compare(Window window, List<VlmBackend> vlms) {
    return new Question(this::run, window, vlms);
  }

  /** A plan that can be run into this workbench's log. */
  public PlanRun plan(Plan plan) {
    return experiments.plan(plan, this::source, this::backend);
  }

  /** Begins a live session; it lives until it or this workbench is closed. */
  public LiveQuestion live(Source source, List<VlmBackend> vlms) {
    return new LiveQuestion(this::start, source, vlms);
  }

  private LiveSession start(LiveSpec spec) {
    LiveSession session = experiments.live(spec, config.ticker(), listeners());
    sessions.removeIf(LiveSession::isOver);
    sessions.add(session);
    return session;
  }

  /** Draws and compresses frames: for filmstrips and pictures. */
  public FrameEncoder encoder() {
    return encoder;
  }

  /** The comparisons' keeper: its log and the machine that the numbers are of. */
  public Experiments experiments() {
    return experiments;
  }

  private ComparisonResult run(ComparisonSpec spec) {
    return experiments.compare(spec, calibration(spec), watched.telemetry(), listeners());
  }

  private List<CompareListener> listeners() {
    List<CompareListener> listeners = new ArrayList<>();
    config.listeners().forEach(listener -> listeners.add(listener.get()));
    return listeners;
  }

  /**
   * Before what is measured, not before a plain question: who asks once wants an answer, at once.
   */
  private static Optional<Calibration> calibration(ComparisonSpec spec) {
    if (spec.repetitions() == 1 || spec.backends().stream().noneMatch(b -> b.card().isServed())) {
      return Optional.empty();
    }
    try (BackendRegistry client = BackendRegistry.open(Ticker.system())) {
      return Optional.of(Calibration.measure(spec.abreast(), client, Ticker.system()));
    } catch (InterruptedException e) {
      // The comparison hears of it as soon as it begins.
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /**
   * Live sessions and capture first, then requests and what they shared; one that fails does not
   * keep the others open. Nothing can be opened afterwards.
   */
  @Override
  public void close() {
    sessions.forEach(Workbench::close);
    Stream.of(sources, backends, encoder, watched).forEach(Workbench::close);
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.warn("cannot close {}", resource, e);
    }
  }
}
