package dev.zoetrope.notebook;

import dev.zoetrope.compare.LiveView;
import dev.zoetrope.report.Html;
import dev.zoetrope.report.Visible;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a live session looks in a notebook. Everything that others wrote is escaped. */
final class LiveHtml {
  private LiveHtml() {}

  static String of(LiveView view) {
    return "<div class=\"zoetrope-live\" data-live=\""
        + view.live()
        + "\"><div"
        + (view.live() ? "" : " style=\"color:var(--jp-error-color1,#b00)\"")
        + "><b>"
        + Html.escape(view.source())
        + "</b> "
        + Html.escape(view.news())
        + "</div><div style=\"display:flex;gap:8px;flex-wrap:wrap\">"
        + view.columns().stream().map(LiveHtml::column).collect(Collectors.joining())
        + "</div></div>";
  }

  private static String column(LiveView.Column column) {
    return "<div class=\"zoetrope-column\" data-state=\""
        + state(column)
        + "\" style=\"flex:1 1 220px;border:1px solid;border-color:var(--jp-border-color1,#bbb);border-radius:4px;padding:6px 8px\"><b>"
        + Html.escape(column.backend().uri())
        + "</b> <span style=\"opacity:.7\">"
        + state(column)
        + "</span><div style=\"opacity:.7\">"
        + Html.escape(column.prompt())
        + "</div><div class=\"zoetrope-answer\" style=\"white-space:pre-wrap;min-height:1.5em\">"
        + Html.escape(column.text().strip())
        + "</div><div style=\"font-size:85%;opacity:.7\">"
        + Html.escape(column.caption())
        + "</div></div>";
  }

  /** The same for front ends without HTML. */
  static String text(LiveView view) {
    return Visible.of(
        view.columns().stream()
            .map(c -> "[" + c.backend().uri() + " · " + state(c) + "] " + c.text() + line(c))
            .collect(Collectors.joining("\n", view.source() + " " + view.news() + "\n", "\n")));
  }

  private static String line(LiveView.Column column) {
    return " (" + column.caption() + ")";
  }

  private static String state(LiveView.Column column) {
    return column.state().name().toLowerCase(Locale.ROOT);
  }
}
