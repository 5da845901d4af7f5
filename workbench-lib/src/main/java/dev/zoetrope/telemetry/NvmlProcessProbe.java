package dev.zoetrope.telemetry;

/**
 * The memory of all processes of one GPU: where it shares the CPU's, what of that is the GPU's.
 * Once a second, for a call takes milliseconds in the driver.
 */
final class NvmlProcessProbe implements Probe {
  private final NvmlSession session;
  private final NvmlProcesses processes;
  private final Gauge gauge;

  NvmlProcessProbe(NvmlSession session, Gauge gauge) {
    this.session = session;
    this.processes = new NvmlProcesses(session.nvml());
    this.gauge = gauge;
  }

  @Override
  public Gauge gauge() {
    return gauge;
  }

  @Override
  public Tier tier() {
    return Tier.SLOW;
  }

  @Override
  public double read() throws Unread {
    try {
      double bytes =
          processes.bytes(session.handle(gauge.device())).values().stream()
              .mapToLong(Long::longValue)
              .sum();
      session.worked(gauge.device());
      return bytes;
    } catch (NvmlProcesses.Failed e) {
      session.failed(gauge.device(), e.code());
      throw Unread.nvml(e.code());
    }
  }
}
