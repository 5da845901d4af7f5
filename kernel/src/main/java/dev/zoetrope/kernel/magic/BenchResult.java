package dev.zoetrope.kernel.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a benchmark found.
 *
 * @param perCall nanoseconds a call, of each run
 * @param firstCall nanoseconds of the very first call
 */
record BenchResult(
    List<Double> perCall, long firstCall, Bench.WarmUp warmUp, BenchMachine.Reading disturbance) {
  /** Beyond this the mean says little. */
  private static final double WIDE = 0.1;

  /** A call costs about this much even if it does nothing. */
  private static final double CALL_NANOS = 5;

  double mean() {
    return perCall.stream().mapToDouble(each -> each).average().orElseThrow();
  }

  /** The sample's standard deviation. */
  double deviation() {
    double mean = mean();
    double squares = perCall.stream().mapToDouble(each -> (each - mean) * (each - mean)).sum();
    return Math.sqrt(squares / (perCall.size() - 1));
  }

  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        Spans.of(mean())
            + " ± "
            + Spans.of(deviation())
            + " a call, mean ± sd of "
            + perCall.size()
            + " runs of "
            + count(warmUp.loops())
            + (warmUp.loops() == 1 ? " call" : " calls")
            + "; fastest "
            + Spans.of(fastest())
            + ", slowest "
            + Spans.of(slowest()));
    lines.add("first call " + Spans.of(firstCall) + "; " + warmUpText() + allocation());
    lines.addAll(warnings());
    return String.join("\n", lines) + "\n";
  }

  private double fastest() {
    return perCall.stream().mapToDouble(each -> each).min().orElseThrow();
  }

  private double slowest() {
    return perCall.stream().mapToDouble(each -> each).max().orElseThrow();
  }

  private String warmUpText() {
    return warmUp.calls() == 0
        ? "no warm-up, since one call takes this long"
        : "warm-up " + Spans.of(warmUp.nanos()) + ", " + count(warmUp.calls()) + " calls";
  }

  private String allocation() {
    long calls = warmUp.loops() * perCall.size();
    long bytes = disturbance.allocated() / calls;
    return disturbance.allocated() < 0 ? "" : "; allocates " + count(bytes) + " bytes a call";
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (disturbance.compilerMillis() > 0) {
      warnings.add(
          "The JIT compiler worked for "
              + disturbance.compilerMillis()
              + " ms during the runs; if the runs get faster, warm up longer: --warmup 5");
    }
    if (disturbance.collections() > 0) {
      warnings.add(
          "Garbage was collected "
              + disturbance.collections()
              + " times during the runs, "
              + disturbance.collectorMillis()
              + " ms of them.");
    }
    if (deviation() > WIDE * mean()) {
      warnings.add(
          "The runs differ much: the code does not do the same each time, or the machine was busy. The fastest says more than the mean.");
    }
    if (mean() < CALL_NANOS) {
      warnings.add(
          "So short a time is mostly that of the call itself, or the JVM found out that there is nothing to do. Measure a longer piece of work.");
    }
    return warnings;
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', '\u202f');
  }
}
