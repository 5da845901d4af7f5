package dev.zoetrope.telemetry;

import com.sun.jna.Pointer;
import java.util.Iterator;
import java.util.List;

/** One gauge of one GPU, asked in the newest form that its driver answers. */
final class NvmlProbe implements Probe {
  private final NvmlSession session;
  private final Gauge gauge;
  private final Tier tier;
  private final Iterator<NvmlQuestion> older;
  private NvmlQuestion question;
  private boolean worked;
  private boolean unsupported;

  NvmlProbe(NvmlSession session, Gauge gauge, Tier tier, List<NvmlQuestion> forms) {
    this.session = session;
    this.gauge = gauge;
    this.tier = tier;
    this.older = forms.iterator();
    this.question = older.next();
  }

  /** Names the form that is asked now. */
  @Override
  public Gauge gauge() {
    return new Gauge(
        gauge.device(),
        gauge.name(),
        gauge.unit(),
        gauge.kind(),
        "NVML " + question.symbol(),
        gauge.windowSeconds());
  }

  @Override
  public Tier tier() {
    return tier;
  }

  @Override
  public double read() throws Unread {
    Pointer device = session.handle(gauge.device());
    if (unsupported) {
      throw Unread.nvml(NvmlCode.NOT_SUPPORTED);
    }
    int code = question.ask(session.nvml(), device);
    while (!worked && mayBeOlder(code) && older.hasNext()) {
      question = older.next();
      code = question.ask(session.nvml(), device);
    }
    return settle(code);
  }

  /** A form that this GPU does not support may have an older one that it does. */
  private static boolean mayBeOlder(int code) {
    return NvmlCode.asksForAnotherForm(code) || code == NvmlCode.NOT_SUPPORTED;
  }

  private static double meant(double value) throws Unread {
    if (Double.isNaN(value)) {
      throw new Unread("unified", "this GPU shares the CPU's memory: read the machine's");
    }
    return value;
  }

  private double settle(int code) throws Unread {
    if (code == NvmlCode.SUCCESS) {
      worked = true;
      session.worked(gauge.device());
      return meant(question.value());
    }
    // What has once worked only flickers; what never did is not asked again: each call costs.
    unsupported = !worked && mayBeOlder(code);
    session.failed(gauge.device(), code);
    throw Unread.nvml(code);
  }
}
