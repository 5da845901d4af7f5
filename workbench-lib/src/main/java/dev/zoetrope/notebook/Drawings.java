package dev.zoetrope.notebook;

import dev.zoetrope.Workbench;
import dev.zoetrope.backend.BackendCard;
import dev.zoetrope.backend.Capabilities;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.compare.ComparisonResult;
import dev.zoetrope.compare.LiveReport;
import dev.zoetrope.compare.LiveView;
import dev.zoetrope.kernel.KernelContext;
import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.media.Frame;
import dev.zoetrope.media.Window;
import dev.zoetrope.metrics.PhaseChart;
import dev.zoetrope.metrics.Table;
import dev.zoetrope.report.CardTable;
import dev.zoetrope.report.ChartImage;
import dev.zoetrope.report.HtmlTable;
import dev.zoetrope.report.PromptHtml;
import dev.zoetrope.report.TextTable;
import dev.zoetrope.temporal.EncodedPrompt;
import dev.zoetrope.temporal.Filmstrip;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a notebook draws the workbench's values; each has words too, for front ends without pictures.
 */
final class Drawings {
  private static final int CHART_WIDTH = 800;
  private static final int CHART_HEIGHT = 400;

  private Drawings() {}

  static void register(KernelContext context, Workbench workbench) {
    context.render(ColumnsView.class, v -> both(v.html(), v.text()));
    context.render(LiveView.class, v -> both(LiveHtml.of(v), LiveHtml.text(v)));
    context.render(LiveReport.class, r -> table(r.table()));
    context.render(Table.class, Drawings::table);
    context.render(ComparisonResult.class, r -> table(r.table()));
    context.render(PhaseChart.class, Drawings::chart);
    context.render(
        EncodedImage.class, i -> Map.of(i.mime(), i.bytes(), "text/plain", i.toString()));
    context.render(EncodedPrompt.class, Drawings::prompt);
    context.render(Window.class, w -> strip(w, workbench));
    context.render(Frame.class, f -> strip(single(f), workbench));
    context.render(VlmBackend.class, Drawings::card);
    context.render(BackendCard.class, Drawings::card);
  }

  private static Map<String, Object> both(String html, String text) {
    return Map.of("text/html", html, "text/plain", text);
  }

  private static Map<String, Object> table(Table table) {
    return both(HtmlTable.of(table), TextTable.of(table));
  }

  private static Map<String, Object> chart(PhaseChart chart) {
    return Map.of(
        "image/png", ChartImage.png(chart, CHART_WIDTH, CHART_HEIGHT), "text/plain", chart.title());
  }

  private static Map<String, Object> prompt(EncodedPrompt prompt) {
    return both(PromptHtml.of(prompt), PromptHtml.words(prompt));
  }

  private static Map<String, Object> strip(Window window, Workbench workbench) {
    EncodedImage strip = Filmstrip.of(window, workbench.encoder());
    String words = window.frames().stream().map(Frame::toString).collect(Collectors.joining("\n"));
    return Map.of(strip.mime(), strip.bytes(), "text/plain", window.source() + "\n" + words);
  }

  private static Window single(Frame frame) {
    return new Window("frame", List.of(frame), Duration.ZERO);
  }

  private static Map<String, Object> card(VlmBackend backend) {
    BackendCard card = backend.card();
    Capabilities proven = backend.capabilities();
    return both(CardTable.html(card, proven), CardTable.text(card, proven));
  }

  private static Map<String, Object> card(BackendCard card) {
    return both(CardTable.html(card), CardTable.text(card));
  }
}
