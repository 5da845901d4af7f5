package dev.zoetrope.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zoetrope.telemetry.Device;
import dev.zoetrope.telemetry.Gauge;
import dev.zoetrope.telemetry.RawFile;
import dev.zoetrope.telemetry.RawTree;
import dev.zoetrope.telemetry.Recorded;
import dev.zoetrope.telemetry.Sample;
import dev.zoetrope.telemetry.SamplerReport;
import dev.zoetrope.telemetry.Series;
import dev.zoetrope.telemetry.TelemetryBundle;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads a capture that anybody may have sent: a line that is not as the schema says is skipped and
 * counted, and a file that swells beyond all measure is left.
 */
final class TelemetryReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Hours of every gauge; compressed bytes may swell a thousandfold. */
  private static final long MOST_BYTES = 512L << 20;

  private static final int MOST_GAUGES = 10_000;

  private final Map<Integer, List<Sample>> samples = new LinkedHashMap<>();
  private final List<RawFile> files = new ArrayList<>();
  private List<Device> devices = List.of();
  private Map<String, String> missing = Map.of();
  private List<Gauge> gauges = List.of();
  private Optional<SamplerReport> sampler = Optional.empty();
  private String run = "";
  private String at = "";
  private long skipped;
  private long bytes;

  private TelemetryReader() {}

  static TelemetryCapture read(Path file) {
    TelemetryReader reader = new TelemetryReader();
    try (InputStream in = open(file)) {
      new LogLines(in).forEach(reader::line);
    } catch (EOFException | ZipException e) {
      // A killed process leaves its compressed file without an end: what came is good.
      reader.skipped++;
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("There is no file " + file + ".", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
    return reader.capture(file);
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    in.mark(2);
    boolean compressed = in.read() == 0x1F && in.read() == 0x8B;
    in.reset();
    return compressed ? new GZIPInputStream(in, 1 << 16) : in;
  }

  private void line(byte[] buffer, int from, int length) {
    bytes += length;
    if (bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "The capture is larger than " + (MOST_BYTES >> 20) + " MiB: capture for less long.");
    }
    try {
      take(JSON.readTree(buffer, from, length));
    } catch (IOException | IllegalArgumentException e) {
      skipped++;
    }
  }

  private void take(JsonNode line) {
    String type = line.path("type").asText();
    if (type.equals("telemetry") && line.path("state").asText().equals("begun")) {
      begin(line);
    } else if (line.path("run").asText().equals(run)) {
      switch (type) {
        case "telemetry" -> state(line);
        case "samples" -> samples(line);
        case "tree" -> files.add(TelemetryFields.file(line));
        default -> {}
      }
    }
  }

  private void begin(JsonNode line) {
    run = TelemetryFields.text(line, "run");
    at = TelemetryFields.text(line, "at");
    devices = TelemetryFields.devices(line);
    missing = TelemetryFields.words(line.path("missing"));
    gauges = List.of();
    sampler = Optional.empty();
    samples.clear();
    files.clear();
  }

  private void state(JsonNode line) {
    switch (line.path("state").asText()) {
      case "gauges" -> gauges = TelemetryFields.gauges(line);
      case "ended" -> sampler = Optional.of(TelemetryFields.sampler(line));
      default -> skipped++;
    }
  }

  private void samples(JsonNode line) {
    int gauge = line.path("gauge").asInt(-1);
    if (gauge < 0 || gauge >= MOST_GAUGES) {
      throw new IllegalArgumentException("no such gauge");
    }
    samples.computeIfAbsent(gauge, g -> new ArrayList<>()).addAll(TelemetryFields.samples(line));
  }

  private TelemetryCapture capture(Path file) {
    if (run.isEmpty()) {
      throw new IllegalArgumentException(
          file + " holds no capture: make one with zoetrope telemetry --capture FILE.");
    }
    List<Series> series = new ArrayList<>();
    for (int i = 0; i < gauges.size(); i++) {
      series.add(new Series(gauges.get(i), samples.getOrDefault(i, List.of())));
    }
    Recorded recorded = new Recorded(series, sampler.orElseGet(() -> seen(series)));
    return new TelemetryCapture(
        run,
        at,
        new TelemetryBundle(devices, missing, recorded),
        new RawTree(files),
        sampler.isPresent(),
        skipped);
  }

  /** What a killed process could no longer say of itself, by its samples. */
  private static SamplerReport seen(List<Series> series) {
    List<Sample> all = series.stream().flatMap(one -> one.samples().stream()).toList();
    long[] took = all.stream().mapToLong(s -> s.toNanos() - s.fromNanos()).sorted().toArray();
    long first = all.stream().mapToLong(Sample::fromNanos).min().orElse(0);
    long last = all.stream().mapToLong(Sample::toNanos).max().orElse(0);
    long values = all.stream().filter(Sample.Value.class::isInstance).count();
    double seconds = (last - first) / 1e9;
    double busy = Arrays.stream(took).sum() / 1e9;
    return new SamplerReport(
        seconds,
        seconds > 0 ? busy / seconds : 0,
        took.length == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of(took[(int) Math.ceil(0.99 * took.length) - 1] / 1e3),
        values,
        all.size() - values,
        OptionalInt.empty());
  }
}
