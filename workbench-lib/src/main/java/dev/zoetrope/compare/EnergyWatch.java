package dev.zoetrope.compare;

import dev.zoetrope.telemetry.Device;
import dev.zoetrope.telemetry.Recorded;
import dev.zoetrope.telemetry.Recording;
import dev.zoetrope.telemetry.Telemetry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Watches this machine's energy counters while backends are asked. Nothing is watched where none
 * counts, or while another comparison watches.
 */
final class EnergyWatch implements AutoCloseable {
  /** A counter is refreshed every 20 to 100 ms: some of its steps must lie outside the phases. */
  private static final Duration MARGIN = Duration.ofMillis(300);

  private final List<Device> devices;
  private final Optional<Recording> recording;

  private EnergyWatch(List<Device> devices, Optional<Recording> recording) {
    this.devices = devices;
    this.recording = recording;
  }

  /** Begins, a moment before the first question. */
  static EnergyWatch begin(Optional<Telemetry> telemetry) {
    List<Device> devices = telemetry.map(Telemetry::energyDevices).orElse(List.of());
    EnergyWatch watch =
        new EnergyWatch(
            devices,
            devices.isEmpty() ? Optional.empty() : telemetry.flatMap(Telemetry::recordIfFree));
    watch.margin();
    return watch;
  }

  /** The answers with what their phases took. */
  List<Answer> end(List<Answer> answers) {
    margin();
    return stopped()
        .map(recorded -> new EnergyJoin(answers, recorded, devices).answers())
        .orElse(answers);
  }

  private void margin() {
    try {
      if (recording.isPresent()) {
        recording.get().await(MARGIN);
      }
    } catch (InterruptedException e) {
      // Who stops the comparison does not wait for its energy.
      Thread.currentThread().interrupt();
    }
  }

  private Optional<Recorded> stopped() {
    try {
      return recording.isEmpty() ? Optional.empty() : Optional.of(recording.get().stop());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    recording.ifPresent(Recording::close);
  }
}
