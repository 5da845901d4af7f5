package dev.zoetrope.experiment;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What stands in a log of earlier runs of a plan. A line that is torn or foreign is skipped and
 * counted. Of a log of whatever size no more is kept than the names of finished requests.
 */
final class LogScan {
  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, Set<String>> finished = new HashMap<>();
  private final Map<String, Mean> took = new HashMap<>();
  private final String fingerprint;
  private Optional<String> newest = Optional.empty();
  private long skipped;

  private LogScan(String fingerprint) {
    this.fingerprint = fingerprint;
  }

  /** Of how long answers took. */
  private record Mean(double sum, long count) {
    Mean with(double nanos) {
      return new Mean(sum + nanos, count + 1);
    }
  }

  /**
   * Reads it from end to end; a log that is not there is empty.
   *
   * @param fingerprint of the plan
   * @throws UncheckedIOException if it cannot be read
   */
  static LogScan of(Path log, String fingerprint) {
    LogScan scan = new LogScan(fingerprint);
    if (Files.exists(log)) {
      try (InputStream in = Files.newInputStream(log)) {
        new LogLines(in).forEach(scan::line);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the log " + log + ": " + e.getMessage(), e);
      }
    }
    return scan;
  }

  private void line(byte[] bytes, int from, int length) {
    try (JsonParser json = JSON.createParser(bytes, from, length)) {
      take(LogEntry.read(json));
    } catch (IOException e) {
      skipped++;
    }
  }

  private void take(LogEntry entry) {
    if (entry.isPlanOf(fingerprint)) {
      newest = Optional.of(entry.run());
      finished.put(entry.run(), new HashSet<>());
    }
    Set<String> run = finished.get(entry.run());
    if (run != null && entry.isFinished()) {
      run.add(entry.cell());
    }
    if (entry.isAnswer() && entry.isComplete()) {
      entry.nanos().ifPresent(nanos -> took(entry.backend(), entry.encoding(), nanos));
    }
  }

  private void took(String backend, String encoding, long nanos) {
    took.merge(backend + " " + encoding, new Mean(nanos, 1), (mean, one) -> mean.with(one.sum()));
  }

  /** The run of this plan that began last. */
  Optional<String> newest() {
    return newest;
  }

  /** Names of the requests that need not be asked again in it. */
  Set<String> finished() {
    return newest.map(finished::get).orElse(Set.of());
  }

  /** How long such an answer took on average, in nanoseconds; empty if none stands here. */
  OptionalDouble took(String backend, String encoding) {
    Mean mean = took.get(backend + " " + encoding);
    return mean == null ? OptionalDouble.empty() : OptionalDouble.of(mean.sum() / mean.count());
  }

  /** Lines that no run wrote to their end. */
  long skipped() {
    return skipped;
  }
}
