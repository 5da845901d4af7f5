package dev.zoetrope.experiment;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zoetrope.capture.RecordedClip;
import dev.zoetrope.compare.ComparisonResult;
import dev.zoetrope.media.Frame;
import dev.zoetrope.media.Window;
import java.time.Duration;
import java.time.Instant;

/**
 * A recording's lines in the log: that it began, which of its moments a comparison was about, that
 * it ended. Together with the comparisons' own lines they are the record of a session. Thread-safe.
 */
public final class ClipLog {
  private final RunLog log;
  private final String run;
  private final RecordedClip begun;

  ClipLog(RunLog log, String run, RecordedClip begun) {
    this.log = log;
    this.run = run;
    this.begun = requireNonNull(begun, "begun is null");
  }

  ClipLog begin() {
    log.append(clip("begun", begun));
    return this;
  }

  /** The recording's id. */
  public String run() {
    return run;
  }

  /**
   * These frames of the recorded source were asked about.
   *
   * @throws java.io.UncheckedIOException if the log cannot be written
   */
  public void asked(ComparisonResult result) {
    Window window = result.spec().window();
    ObjectNode line = RunLog.line("frame", run).put("asked", result.run());
    ArrayNode times = line.putArray("times_ms");
    ArrayNode places = line.putArray("clip_ms");
    for (Frame frame : window.frames()) {
      times.add(millis(frame.time()));
      places.add(millis(begun.placeOf(frame.time())));
    }
    log.append(line);
  }

  /**
   * The file is whole.
   *
   * @throws java.io.UncheckedIOException if the log cannot be written
   */
  public void ended(RecordedClip clip) {
    ObjectNode line = clip("ended", clip).put("length_ms", millis(clip.length()));
    log.append(line.put("pictures", clip.pictures()).put("dropped", clip.dropped()));
  }

  private ObjectNode clip(String state, RecordedClip clip) {
    ObjectNode line = RunLog.line("clip", run).put("at", Instant.now().toString());
    line.put("state", state).put("file", clip.file().toString()).put("source", clip.source());
    line.put("width", clip.width()).put("height", clip.height());
    return line.put("begin_ms", millis(clip.begin()));
  }

  private static double millis(Duration time) {
    return time.toNanos() / 1e6;
  }
}
