package dev.zoetrope.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zoetrope.telemetry.RawTree;
import dev.zoetrope.telemetry.Recorded;
import dev.zoetrope.telemetry.Sample;
import dev.zoetrope.telemetry.Series;
import dev.zoetrope.telemetry.Telemetry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/**
 * A recording of this machine's gauges as lines of the log, written while it goes on: what a killed
 * process had written can be read. A file that ends in {@code .gz} is written compressed. Used by
 * one thread.
 */
public final class TelemetryLog implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int GZIP_BUFFER = 1 << 16;

  private final String run = Experiments.newRun();
  private final Consumer<ObjectNode> lines;
  private final AutoCloseable file;
  private final long origin;

  private TelemetryLog(Consumer<ObjectNode> lines, AutoCloseable file, long origin) {
    this.lines = lines;
    this.file = file;
    this.origin = origin;
  }

  /**
   * Begins: a plain file is appended to, a compressed one must be new.
   *
   * @param nanos the ticker's time now, from which the stamps are told
   * @throws IllegalArgumentException if the compressed file is there already
   * @throws UncheckedIOException if it cannot be written
   */
  public static TelemetryLog begin(Path file, Telemetry telemetry, long nanos) {
    TelemetryLog log =
        file.toString().endsWith(".gz")
            ? compressed(file, nanos)
            : new TelemetryLog(RunLog.at(file)::append, () -> {}, nanos);
    ObjectNode line = log.line("telemetry").put("at", Instant.now().toString());
    line.put("state", "begun");
    TelemetryJson.devices(line, telemetry.devices(), telemetry.missing());
    line.set("machine", JSON.valueToTree(MachineFacts.read().facts()));
    log.lines.accept(line);
    log.tree(telemetry.tree());
    return log;
  }

  private static TelemetryLog compressed(Path file, long nanos) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder == null ? Path.of(".") : folder);
      GZIPOutputStream out =
          new GZIPOutputStream(
              Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), GZIP_BUFFER, true);
      return new TelemetryLog(line -> write(out, line), out, nanos);
    } catch (FileAlreadyExistsException e) {
      throw new IllegalArgumentException(
          file + " is there already, and nothing is added to a compressed file: name a new one.",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static void write(OutputStream out, ObjectNode line) {
    try {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot go on with the capture: " + e.getMessage(), e);
    }
  }

  private ObjectNode line(String type) {
    return RunLog.line(type, run);
  }

  private void tree(RawTree tree) {
    tree.files()
        .forEach(
            file -> {
              ObjectNode line = line("tree");
              TelemetryJson.file(line, file);
              lines.accept(line);
            });
  }

  /**
   * What came since the last call.
   *
   * @param fresh every gauge, always in the same order
   * @throws UncheckedIOException if it cannot be written
   */
  public void samples(List<Series> fresh) {
    for (int gauge = 0; gauge < fresh.size(); gauge++) {
      List<Sample> samples = fresh.get(gauge).samples();
      if (!samples.isEmpty()) {
        ObjectNode line = line("samples").put("gauge", gauge);
        TelemetryJson.samples(line, samples, origin);
        lines.accept(line);
      }
    }
  }

  /**
   * The gauges as they are known now. NVML's have found the form that their driver answers only
   * after the first read.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public void gauges(List<Series> series) {
    ObjectNode line = line("telemetry").put("state", "gauges");
    TelemetryJson.gauges(line, series);
    lines.accept(line);
  }

  /**
   * It is whole.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public void ended(Recorded recorded) {
    gauges(recorded.series());
    ObjectNode line = line("telemetry").put("at", Instant.now().toString()).put("state", "ended");
    TelemetryJson.sampler(line, recorded.sampler());
    lines.accept(line);
  }

  /** The recording's id. */
  public String run() {
    return run;
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot end the capture: " + e.getMessage(), e);
    } catch (Exception e) {
      throw new IllegalStateException("closing a file throws nothing else", e);
    }
  }
}
