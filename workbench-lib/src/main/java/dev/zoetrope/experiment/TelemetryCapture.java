package dev.zoetrope.experiment;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.telemetry.RawTree;
import dev.zoetrope.telemetry.TelemetryBundle;
import java.nio.file.Path;

/**
 * A capture read from its file.
 *
 * @param run its id
 * @param at when it began, in UTC
 * @param bundle devices, series and what reading them cost
 * @param tree the kernel's files as they were when it began
 * @param whole whether it was ended; else its process was killed
 * @param skipped lines that are torn or say what no capture says
 */
public record TelemetryCapture(
    String run, String at, TelemetryBundle bundle, RawTree tree, boolean whole, long skipped) {
  public TelemetryCapture {
    requireNonNull(run, "run is null");
    requireNonNull(at, "at is null");
    requireNonNull(bundle, "bundle is null");
    requireNonNull(tree, "tree is null");
  }

  /**
   * The newest capture of a file, compressed or not. Its series are those that a live recording
   * hands over: all that shows the one shows the other.
   *
   * @throws IllegalArgumentException if the file holds none
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static TelemetryCapture read(Path file) {
    return TelemetryReader.read(file);
  }
}
