package dev.zoetrope.telemetry;

import java.util.List;

/** One way to devices and their gauges. Opened once, used by one thread, closed by its opener. */
interface Provider extends AutoCloseable {
  List<Device> devices();

  List<Probe> probes();

  @Override
  void close();

  /** Why a provider is not there, in one sentence. */
  final class Missing extends Exception {
    private static final long serialVersionUID = 1;

    Missing(String reason) {
      super(reason, null, false, false);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }
}
