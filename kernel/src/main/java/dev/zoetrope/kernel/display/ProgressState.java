package dev.zoetrope.kernel.display;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * What a bar shows.
 *
 * @param total how much there is to do; 0 if nobody knows
 */
record ProgressState(String label, long done, long total, boolean isClosed) {
  private static final int CELLS = 20;

  /** An estimate from less than this is a guess. */
  private static final long ESTIMATE_NANOS = 500_000_000;

  ProgressState at(long newDone) {
    long most = total == 0 ? Long.MAX_VALUE : total;
    return new ProgressState(label, Math.max(0, Math.min(newDone, most)), total, isClosed);
  }

  ProgressState label(String newLabel) {
    return new ProgressState(newLabel, done, total, isClosed);
  }

  ProgressState closed() {
    return new ProgressState(label, done, total, true);
  }

  Map<String, Object> bundle(long nanos) {
    return Map.of("text/html", html(nanos), Bundles.TEXT, text(nanos));
  }

  String text(long nanos) {
    int full = (int) Math.round(share() * CELLS);
    String bar = total == 0 ? "" : "[" + "#".repeat(full) + "-".repeat(CELLS - full) + "] ";
    return (label.isEmpty() ? "" : label + " ") + bar + facts(nanos);
  }

  private String html(long nanos) {
    String percent = String.format(Locale.ROOT, "%.1f", 100 * share());
    String bar =
        total == 0
            ? ""
            : "<span role=\"progressbar\" aria-valuemin=\"0\" aria-valuemax=\""
                + total
                + "\" aria-valuenow=\""
                + done
                + "\" style=\"display:inline-block;width:16em;height:0.7em;"
                + "border-radius:0.35em;overflow:hidden;background:var(--jp-layout-color3,#bdbdbd)\">"
                + "<span style=\"display:block;height:100%;width:"
                + percent
                + "%;background:"
                + "var(--jp-"
                + (isShort() ? "warn" : "brand")
                + "-color1,#1976d2)\"></span></span> ";
    return "<div style=\"white-space:nowrap\">"
        + (label.isEmpty() ? "" : Html.escape(label) + " ")
        + bar
        + "<span style=\"font-variant-numeric:tabular-nums\">"
        + Html.escape(facts(nanos))
        + "</span></div>";
  }

  /** Whether all is done; never where nobody knows how much there is. */
  boolean isComplete() {
    return total > 0 && done == total;
  }

  private boolean isShort() {
    return isClosed && done < total;
  }

  private double share() {
    return total == 0 ? 0 : (double) done / total;
  }

  private String facts(long nanos) {
    String count = total == 0 ? Long.toString(done) : done + " of " + total;
    String percent = total == 0 ? "" : (int) Math.floor(100 * share()) + " % · ";
    String end = isShort() ? " · ended early" : isClosed || done == total ? "" : left(nanos);
    return percent + count + " · " + span(nanos) + end;
  }

  private String left(long nanos) {
    if (total == 0 || done == 0 || nanos < ESTIMATE_NANOS) {
      return "";
    }
    return " · " + span((long) (nanos / share() * (1 - share()))) + " left";
  }

  private static String span(long nanos) {
    return Spans.of(Duration.ofSeconds(Math.round(nanos / 1e9)));
  }
}
