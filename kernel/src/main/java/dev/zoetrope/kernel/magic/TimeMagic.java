package dev.zoetrope.kernel.magic;

import dev.zoetrope.kernel.display.Nanos;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/** {@code %time}, {@code %%time}: how long Java took, once. */
final class TimeMagic implements Magic {
  @Override
  public MagicSpec spec() {
    return MagicSpec.both(
            "time",
            "CODE",
            "Runs Java once and tells how long it took: the code itself, its processor time, and the compiler.")
        .takingCode()
        .example("%time IntStream.range(0, 1_000_000).sum()")
        .example(
            "%%time\nvar words = new ArrayList<String>();\nfor (int i = 0; i < 1_000; i++) words.add(\"w\" + i);");
  }

  @Override
  public void run(MagicCall call) {
    if (call.body().isBlank()) {
      throw call.wrong("There is no code to time.");
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long processor = threads.getCurrentThreadCpuTime();
    long start = Nanos.now();
    Duration code = call.session().run(call.body());
    long all = Nanos.now() - start;
    long used = threads.getCurrentThreadCpuTime() - processor;
    call.print(
        "ran "
            + Spans.of(code.toNanos())
            + ", compiled "
            + Spans.of(Math.max(0, all - code.toNanos()))
            + (used > 0 ? ", processor " + Spans.of(used) + " in all" : "")
            + "\n");
  }
}
