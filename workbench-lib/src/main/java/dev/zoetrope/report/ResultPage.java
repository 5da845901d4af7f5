package dev.zoetrope.report;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.compare.ComparisonResult;
import dev.zoetrope.experiment.MachineFacts;
import dev.zoetrope.temporal.EncodedPrompt;
import java.util.Base64;
import java.util.stream.Collectors;

/** A comparison as one page that needs nothing else: pictures, table, chart, machine. */
public final class ResultPage {
  private static final int CHART_WIDTH = 900;
  private static final int CHART_HEIGHT = 420;

  private ResultPage() {}

  /** The whole page as HTML, without scripts and without links. */
  public static String html(ComparisonResult result, MachineFacts machine) {
    requireNonNull(result, "result is null");
    return "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"/><title>Zoetrope "
        + Html.escape(result.run())
        + "</title><style>:root{color-scheme:light dark}body{font-family:system-ui,sans-serif;margin:2em auto;max-width:75em;padding:0 1em}"
        + "table{border-collapse:collapse}tr{border-top:1px solid #8884}td,th{padding:4px 12px 4px 0}"
        + ".chart{max-width:100%}.facts{font-size:85%;opacity:.8}</style></head><body><h1>"
        + Html.escape(result.table().title())
        + "</h1><p>"
        + Html.escape(
            result.spec().window().source() + " · " + result.at() + " · run " + result.run())
        + "</p>"
        + result.prompts().stream().map(ResultPage::shown).collect(Collectors.joining())
        + HtmlTable.of(result.table())
        + "<img class=\"chart\" alt=\"prefill and decode\" src=\"data:image/png;base64,"
        + base64(ChartImage.png(result.chart(), CHART_WIDTH, CHART_HEIGHT))
        + "\"/><p class=\"facts\">"
        + facts(machine)
        + "</p></body></html>\n";
  }

  private static String facts(MachineFacts machine) {
    return machine.facts().entrySet().stream()
        .map(fact -> Html.escape(fact.getKey() + ": " + fact.getValue()))
        .collect(Collectors.joining(" · "));
  }

  private static String shown(EncodedPrompt prompt) {
    return "<h2>" + Html.escape(prompt.name()) + "</h2>" + PromptHtml.of(prompt);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
