package dev.zoetrope.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.telemetry.Gauge;
import dev.zoetrope.telemetry.RawFile;
import dev.zoetrope.telemetry.RawTree;
import dev.zoetrope.telemetry.Recorded;
import dev.zoetrope.telemetry.Sample;
import dev.zoetrope.telemetry.SamplerReport;
import dev.zoetrope.telemetry.Series;
import dev.zoetrope.telemetry.Telemetry;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelemetryCaptureTest {
  private static final Gauge POWER =
      new Gauge("gpu", "power", "W", Gauge.Kind.WINDOW_AVERAGE, "a test", OptionalDouble.of(0.025));
  private static final Gauge ENERGY =
      new Gauge("gpu", "energy", "J", Gauge.Kind.COUNTER, "a test", OptionalDouble.empty());
  private static final SamplerReport COST =
      new SamplerReport(2, 0.004, OptionalDouble.of(31), 4, 2, OptionalInt.of(1));

  @TempDir Path folder;

  @Test
  void whatIsReadBackIsWhatWasRecorded() throws Exception {
    Path file = folder.resolve("capture.jsonl");
    write(file, true);
    TelemetryCapture read = TelemetryCapture.read(file);
    assertThat(read.bundle().recorded()).isEqualTo(new Recorded(all(), COST));
    assertThat(read.whole()).isTrue();
    assertThat(read.skipped()).isZero();
    try (Telemetry telemetry = here()) {
      assertThat(read.bundle().devices()).isEqualTo(telemetry.devices());
      assertThat(read.bundle().missing()).isEqualTo(telemetry.missing());
    }
  }

  @Test
  void aCompressedCaptureHoldsTheSameLinesAndIsNeverOverwritten() throws Exception {
    Path file = folder.resolve("deep").resolve("capture.jsonl.gz");
    write(file, true);
    assertThat(TelemetryCapture.read(file).bundle().recorded().series()).isEqualTo(all());
    assertThatThrownBy(() -> write(file, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is there already");
  }

  @Test
  void everyLineIsAsTheSchemaSays() throws Exception {
    Path file = folder.resolve("capture.jsonl");
    write(file, true);
    LogSchema schema = LogSchema.published();
    List<JsonNode> lines = LogSchema.lines(file);
    lines.forEach(schema::accepts);
    assertThat(lines).extracting(l -> l.get("type").asText()).contains("samples", "tree");
  }

  @Test
  void aKilledCaptureTellsWhatItHadWrittenAndWhatReadingItCost() throws Exception {
    Path file = folder.resolve("capture.jsonl");
    write(file, false);
    Files.writeString(file, Files.readString(file) + "{\"schema\":\"zoetrope.log/1\",\"ty");
    TelemetryCapture read = TelemetryCapture.read(file);
    assertThat(read.whole()).isFalse();
    assertThat(read.skipped()).isEqualTo(1);
    assertThat(read.bundle().recorded().series()).isEqualTo(all());
    SamplerReport cost = read.bundle().recorded().sampler();
    assertThat(cost.reads()).isEqualTo(4);
    assertThat(cost.gaps()).isEqualTo(2);
    assertThat(cost.slowed()).as("nobody kept it").isEmpty();
  }

  @Test
  void aCompressedCaptureCutAnywhereIsReadAsFarAsItGoes() throws Exception {
    Path file = folder.resolve("capture.gz");
    write(file, true);
    byte[] whole = Files.readAllBytes(file);
    long lines = new GZIPInputStream(new ByteArrayInputStream(whole)).readAllBytes().length;
    assertThat(lines).isPositive();
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 30));
    TelemetryCapture read = TelemetryCapture.read(file);
    assertThat(read.skipped()).isPositive();
    assertThat(read.bundle().devices()).isNotEmpty();
  }

  @Test
  void foreignLinesAreLeftOutAndCounted() throws Exception {
    Path file = folder.resolve("capture.jsonl");
    write(file, false);
    String run = TelemetryCapture.read(file).run();
    String start = "{\"type\":\"samples\",\"run\":\"" + run + "\",\"gauge\":";
    Files.writeString(
        file,
        Files.readString(file)
            + start
            + "-1}\n"
            + start
            + "0,\"from_ns\":0,\"steps_ns\":[0],\"took_ns\":[],\"values\":[1]}\n"
            + start
            + "0,\"from_ns\":0,\"steps_ns\":[0],\"took_ns\":[1],\"values\":[1e999]}\n"
            + start
            + "0,\"from_ns\":0,\"steps_ns\":[0],\"took_ns\":[1],\"values\":[null]}\n"
            + "[1,2]\n"
            + "no json\n");
    TelemetryCapture read = TelemetryCapture.read(file);
    assertThat(read.skipped()).isEqualTo(5);
    assertThat(read.bundle().recorded().series()).isEqualTo(all());
  }

  @Test
  void aFileWithoutACaptureSaysHowToMakeOne() throws Exception {
    Path file = Files.writeString(folder.resolve("log.jsonl"), "{\"type\":\"plan\"}\n");
    assertThatThrownBy(() -> TelemetryCapture.read(file)).hasMessageContaining("--capture FILE");
    assertThatThrownBy(() -> TelemetryCapture.read(folder.resolve("none")))
        .hasMessageContaining("There is no file");
  }

  @Test
  void theCapturedFilesOfTheKernelAreReadByTheSameProviders() throws Exception {
    Path file = folder.resolve("capture.jsonl");
    write(file, true);
    TelemetryCapture read = TelemetryCapture.read(file);
    Path below = Files.createDirectory(folder.resolve("below"));
    try (Telemetry again = Telemetry.reopen(Ticker.system(), read.tree(), below);
        Telemetry telemetry = here()) {
      assertThat(again.missing().get("nvml")).contains("no NVIDIA driver library");
      assertThat(again.devices())
          .filteredOn(device -> device.provider().equals("linux"))
          .isEqualTo(
              telemetry.devices().stream().filter(d -> d.provider().equals("linux")).toList());
      assertThat(again.now()).anyMatch(series -> series.gauge().name().equals("load_1min"));
    }
  }

  @Test
  void aPathThatLeadsOutOfItsFolderIsRefused() throws Exception {
    Path below = Files.createDirectory(folder.resolve("below"));
    for (String path : List.of("../outside", "/etc/passwd", "proc/../../outside", "proc/a b", "")) {
      RawTree tree = new RawTree(List.of(new RawFile(path, Optional.of("x"), Optional.empty())));
      assertThatThrownBy(() -> Telemetry.reopen(Ticker.system(), tree, below))
          .as(path)
          .isInstanceOf(IllegalArgumentException.class);
    }
    RawTree tree =
        new RawTree(List.of(new RawFile("a", Optional.empty(), Optional.of("../../.."))));
    assertThatThrownBy(() -> Telemetry.reopen(Ticker.system(), tree, below))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(folder.resolve("outside")).doesNotExist();
  }

  private static Telemetry here() {
    return Telemetry.open(Ticker.system(), Map.of());
  }

  private static void write(Path file, boolean ended) {
    try (Telemetry telemetry = here();
        TelemetryLog log = TelemetryLog.begin(file, telemetry, 0)) {
      log.gauges(all());
      log.samples(series(0, 2));
      log.samples(series(2, 3));
      if (ended) {
        log.ended(new Recorded(all(), COST));
      }
    }
  }

  private static List<Series> all() {
    return series(0, 3);
  }

  private static List<Series> series(int from, int to) {
    List<Sample> power =
        List.of(
            new Sample.Value(1_000, 2_000, 350.25),
            new Sample.Gap(101_000, 102_000, "nvml-999", "the driver failed"),
            new Sample.Gap(201_000, 202_000, "nvml-3", "not told"));
    List<Sample> energy =
        List.of(
            new Sample.Value(3_000, 4_000, 1000.123),
            new Sample.Value(11_000_000, 11_004_000, 1001),
            new Sample.Value(22_000_000, 22_004_000, 123456789012.0));
    return List.of(
        new Series(POWER, power.subList(from, to)), new Series(ENERGY, energy.subList(from, to)));
  }
}
