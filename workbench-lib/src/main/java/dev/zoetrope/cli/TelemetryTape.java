package dev.zoetrope.cli;

import dev.zoetrope.experiment.TelemetryLog;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.telemetry.Recorded;
import dev.zoetrope.telemetry.Recording;
import dev.zoetrope.telemetry.Telemetry;
import java.nio.file.Path;
import java.time.Duration;

/** Records into a file while it goes on; Ctrl-C ends the file well. */
final class TelemetryTape {
  /** So much is lost at most when the process is killed. */
  private static final Duration PIECE = Duration.ofSeconds(5);

  private final Telemetry telemetry;
  private final Path file;

  TelemetryTape(Telemetry telemetry, Path file) {
    this.telemetry = telemetry;
    this.file = file;
  }

  Recorded record(Duration length) throws InterruptedException {
    Writable.file(file, "--capture");
    try (TelemetryLog log = TelemetryLog.begin(file, telemetry, Ticker.system().nanos());
        Recording recording = telemetry.record()) {
      log.gauges(recording.soFar());
      untilOver(length, recording, log);
      Recorded recorded = recording.stop();
      log.samples(recording.fresh());
      log.ended(recorded);
      return recorded;
    }
  }

  private static void untilOver(Duration length, Recording recording, TelemetryLog log) {
    try {
      Duration left = length;
      while (left.compareTo(PIECE) > 0) {
        recording.await(PIECE);
        log.samples(recording.fresh());
        left = left.minus(PIECE);
      }
      recording.await(left);
    } catch (InterruptedException e) {
      // The stop button ends the recording, not the file.
      log.samples(recording.fresh());
    }
  }
}
