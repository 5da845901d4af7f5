package dev.zoetrope.experiment;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.capture.FrameEncoder;
import dev.zoetrope.capture.RecordedClip;
import dev.zoetrope.capture.Source;
import dev.zoetrope.compare.CompareListener;
import dev.zoetrope.compare.Comparison;
import dev.zoetrope.compare.ComparisonCancelled;
import dev.zoetrope.compare.ComparisonResult;
import dev.zoetrope.compare.ComparisonSpec;
import dev.zoetrope.compare.LiveSession;
import dev.zoetrope.compare.LiveSpec;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.ruler.Calibration;
import dev.zoetrope.telemetry.Telemetry;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Runs comparisons and keeps each as a plan and its answers in the log. Thread-safe. */
public final class Experiments {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final RunLog log;
  private final FrameEncoder encoder;

  /**
   * With a log and an encoder that their opener closes.
   *
   * @param log where everything is kept
   */
  public Experiments(RunLog log, FrameEncoder encoder) {
    this.log = requireNonNull(log, "log is null");
    this.encoder = requireNonNull(encoder, "encoder is null");
  }

  /**
   * Runs one comparison and logs it. Nothing is asked if the log cannot be written.
   *
   * @throws dev.zoetrope.compare.ComparisonCancelled if the calling thread was interrupted
   * @throws NotLogged if everybody was asked, but the log could not be written any more
   * @throws java.io.UncheckedIOException if the log cannot be written
   */
  public ComparisonResult compare(ComparisonSpec spec, List<CompareListener> listeners) {
    return compare(spec, Optional.empty(), Optional.empty(), listeners);
  }

  /**
   * The same with what the client adds by itself and what the answers took in the result and in the
   * log.
   *
   * @param calibration taken just before
   * @param telemetry of this machine, whose energy counters are watched meanwhile
   * @throws dev.zoetrope.compare.ComparisonCancelled as above
   * @throws NotLogged as above
   */
  public ComparisonResult compare(
      ComparisonSpec spec,
      Optional<Calibration> calibration,
      Optional<Telemetry> telemetry,
      List<CompareListener> listeners) {
    String run = newRun();
    List<CompareListener> all = new ArrayList<>(listeners);
    Recording recording = new Recording(log, run, Plan.of(spec), machine(), calibration);
    recording.begin();
    all.add(0, recording);
    ComparisonResult result = run(run, spec, calibration, telemetry, recording, all);
    recording
        .failure()
        .ifPresent(
            why -> {
              throw new NotLogged(result, why);
            });
    return result;
  }

  private ComparisonResult run(
      String run,
      ComparisonSpec spec,
      Optional<Calibration> calibration,
      Optional<Telemetry> telemetry,
      Recording recording,
      List<CompareListener> all) {
    try {
      return Comparison.run(run, spec, calibration, telemetry, encoder, all);
    } catch (ComparisonCancelled e) {
      recording.failure().ifPresent(e::addSuppressed);
      throw e;
    } catch (RuntimeException e) {
      recording.broken(e);
      throw e;
    }
  }

  /**
   * Keeps a recording that has begun.
   *
   * @throws java.io.UncheckedIOException if the log cannot be written
   */
  public ClipLog recording(RecordedClip clip) {
    return new ClipLog(log, newRun(), clip).begin();
  }

  /**
   * A plan that can be run into the log.
   *
   * @param sources opens a source by its URI
   * @param backends connects a backend by its URI or name, which its opener closes
   */
  public PlanRun plan(
      Plan plan, Function<String, Source> sources, Function<String, VlmBackend> backends) {
    return new PlanRun(plan, log, encoder, sources, backends);
  }

  /**
   * Starts a live session and logs it. Nothing is asked if the log cannot be written.
   *
   * @param ticker that of the source and the backends
   * @throws dev.zoetrope.capture.SourceException {@code not_live} for recordings
   * @throws java.io.UncheckedIOException if the log cannot be written
   */
  public LiveSession live(LiveSpec spec, Ticker ticker, List<CompareListener> listeners) {
    String run = newRun();
    // A recording is refused before it stands in the log.
    spec.source().subscribe().close();
    List<CompareListener> all = new ArrayList<>(listeners);
    LiveRecording recording = new LiveRecording(log, run);
    recording.begin(spec, machine());
    all.add(0, recording);
    return LiveSession.start(run, spec, encoder, ticker, all);
  }

  /** Where everything is kept. */
  public RunLog log() {
    return log;
  }

  /** The machine that the numbers are of, with its load now. */
  public MachineFacts machine() {
    return MachineFacts.read();
  }

  /** Sorts by time and does not repeat on another machine. */
  static String newRun() {
    return STAMP.format(Instant.now()) + "-" + UUID.randomUUID().toString().substring(0, 8);
  }
}
