package dev.zoetrope.notebook;

import dev.zoetrope.compare.Answer;
import dev.zoetrope.compare.Outcome;
import dev.zoetrope.compare.Slot;
import dev.zoetrope.metrics.Reading;
import dev.zoetrope.report.Html;
import dev.zoetrope.report.Visible;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the live columns show at one moment: a row for each encoding, a column for each backend.
 *
 * @param order how they are asked, in words
 * @param columns in slot order
 */
record ColumnsView(String order, List<Column> columns) {
  ColumnsView {
    columns = List.copyOf(columns);
  }

  /**
   * One answer while it grows.
   *
   * @param state "waiting", "asking", "done", "incomplete", "cancelled" or "failed"
   * @param caption what is wrong with it, and the numbers, when they are there
   */
  record Column(Slot slot, String state, String text, String caption) {
    static Column waiting(Slot slot) {
      return new Column(slot, "waiting", "", "");
    }

    Column asking() {
      return new Column(slot, "asking", "", "");
    }

    Column grown(String delta) {
      return new Column(slot, state, text + delta, caption);
    }

    Column ended(Answer answer) {
      Outcome outcome = answer.outcome();
      String flaw = outcome.flaw().orElse("");
      if (outcome instanceof Outcome.Failed failed) {
        return new Column(slot, "failed", failed.text(), failed.message());
      }
      if (outcome instanceof Outcome.Cancelled) {
        return new Column(slot, flaw, outcome.text(), numbers(answer));
      }
      return flaw.isEmpty()
          ? new Column(slot, "done", outcome.text(), numbers(answer))
          : new Column(slot, "incomplete", outcome.text(), flaw + " · " + numbers(answer));
    }

    private static String numbers(Answer answer) {
      return number(answer, "time_to_first_token", "TTFT")
          + number(answer, "decode_throughput", " · decode")
          + number(answer, "request_latency", " · E2E");
    }

    private static String number(Answer answer, String tag, String label) {
      return answer.readings().get(tag) instanceof Reading.Value v
          ? String.format(Locale.ROOT, "%s %.4g %s", label, v.value(), v.unit())
          : label + " n/a";
    }
  }

  /** The same for front ends without HTML. */
  String text() {
    StringBuilder text = new StringBuilder("Asked " + order + ".\n");
    columns.forEach(c -> text.append(line(c)));
    return Visible.of(text.toString());
  }

  private static String line(Column c) {
    return "["
        + c.slot().backend().uri()
        + " · "
        + c.slot().encoding()
        + " · "
        + c.state()
        + "] "
        + c.text()
        + (c.caption().isEmpty() ? "" : " (" + c.caption() + ")")
        + "\n";
  }

  /** Everything that a model or a server wrote is escaped. */
  String html() {
    Map<String, StringBuilder> rows = new LinkedHashMap<>();
    columns.forEach(
        c -> rows.computeIfAbsent(c.slot().encoding(), e -> new StringBuilder()).append(cell(c)));
    StringBuilder html = new StringBuilder("<div class=\"zoetrope-columns\">");
    rows.forEach((encoding, cells) -> html.append(row(encoding, cells)));
    return html.append(small("Asked " + order + ".")).append("</div>").toString();
  }

  private static String row(String encoding, StringBuilder cells) {
    return "<div style=\"margin:4px 0\"><div style=\"opacity:.7\">"
        + Html.escape(encoding)
        + "</div><div style=\"display:flex;gap:8px;flex-wrap:wrap\">"
        + cells
        + "</div></div>";
  }

  private static String cell(Column c) {
    return "<div class=\"zoetrope-column\" data-state=\""
        + c.state()
        + "\" style=\"flex:1 1 220px;border:1px solid;border-color:var(--jp-border-color1,#bbb);border-radius:4px;padding:6px 8px\">"
        + "<b>"
        + Html.escape(c.slot().backend().uri())
        + "</b> <span style=\"opacity:.7\">"
        + c.state()
        + "</span>"
        + "<div class=\"zoetrope-answer\" style=\"white-space:pre-wrap;min-height:1.5em\">"
        + Html.escape(c.text().strip())
        + "</div>"
        + small(c.caption())
        + "</div>";
  }

  private static String small(String words) {
    return "<div style=\"font-size:85%;opacity:.7\">" + Html.escape(words) + "</div>";
  }
}
