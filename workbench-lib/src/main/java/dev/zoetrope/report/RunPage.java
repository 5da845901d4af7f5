package dev.zoetrope.report;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.experiment.RunRecord;
import dev.zoetrope.metrics.Table;
import java.util.List;
import java.util.stream.Collectors;

/** A run as one page that needs nothing else: tables, every answer, the machine. */
public final class RunPage {
  /** More rows make a page that no browser likes; the rest is in the CSV. */
  private static final int MOST_ROWS = 2000;

  private static final String STYLE =
      ":root{color-scheme:light dark}body{font-family:system-ui,sans-serif;margin:2em auto;"
          + "max-width:90em;padding:0 1em}table{border-collapse:collapse}tr{border-top:1px solid"
          + " #8884}td,th{padding:4px 12px 4px 0;text-align:left;vertical-align:top}th{cursor:pointer}"
          + "details{margin:1.5em 0}.facts{font-size:85%;opacity:.8}";

  /** Sorts a table by the column whose head is clicked: numbers as numbers. */
  private static final String SORT =
      "document.querySelectorAll('table').forEach(t=>t.querySelectorAll('th[scope=col]').forEach((h,i)=>"
          + "h.addEventListener('click',()=>{const b=t.tBodies[0],r=[...b.rows].filter(x=>!x.querySelector('th[scope=col]'));"
          + "const d=h.dataset.down=h.dataset.down==='1'?'0':'1';const v=x=>{const s=(x.cells[i]||{}).textContent||'';"
          + "const n=parseFloat(s.replace(/[^0-9.eE+-]/g,''));return isNaN(n)?s:n};"
          + "r.sort((x,y)=>{const p=v(x),q=v(y);const f=typeof p==='number'?typeof q==='number':false;return(f?p-q:String(p).localeCompare(String(q)))*(d==='1'?1:-1)});"
          + "r.forEach(x=>b.appendChild(x))})));";

  private RunPage() {}

  /** The whole page as HTML, without links to elsewhere; its one script sorts tables. */
  public static String html(RunRecord run) {
    requireNonNull(run, "run is null");
    return "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"/><title>Zoetrope "
        + Html.escape(run.name())
        + "</title><style>"
        + STYLE
        + "</style></head><body><h1>"
        + Html.escape(run.name())
        + "</h1><p>"
        + Html.escape(run.at() + " · run " + run.run())
        + "</p>"
        + HtmlTable.rows(RunTables.summary(run))
        + RunTables.byKind(run).map(HtmlTable::rows).orElse("")
        + questions(run)
        + answers(RunTables.answers(run))
        + "<p class=\"facts\">"
        + facts(run)
        + "</p><script>"
        + SORT
        + "</script></body></html>\n";
  }

  private static String questions(RunRecord run) {
    return "<details><summary>Questions</summary><ul>"
        + run.questions().entrySet().stream()
            .map(q -> "<li>" + Html.escape(q.getKey() + ": " + q.getValue()) + "</li>")
            .sorted()
            .collect(Collectors.joining())
        + "</ul></details>";
  }

  private static String answers(Table all) {
    boolean cut = all.rows().size() > MOST_ROWS;
    Table shown =
        new Table(
            all.title(),
            all.headers(),
            cut ? all.rows().subList(0, MOST_ROWS) : all.rows(),
            cut
                ? List.of(
                    "The first " + MOST_ROWS + " of " + all.rows().size() + "; the CSV has all.")
                : all.notes());
    return "<details><summary>Answers</summary>" + HtmlTable.rows(shown) + "</details>";
  }

  private static String facts(RunRecord run) {
    return run.machine().entrySet().stream()
        .map(fact -> Html.escape(fact.getKey() + ": " + fact.getValue()))
        .sorted()
        .collect(Collectors.joining(" · "));
  }
}
