package dev.zoetrope.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zoetrope.Workbench;
import dev.zoetrope.WorkbenchConfig;
import dev.zoetrope.compare.ComparisonResult;
import dev.zoetrope.experiment.MachineFacts;
import dev.zoetrope.experiment.ResultJson;
import dev.zoetrope.metrics.Metric;
import dev.zoetrope.metrics.Metrics;
import dev.zoetrope.metrics.Provenance;
import dev.zoetrope.metrics.Samples;
import dev.zoetrope.ruler.Calibration;
import dev.zoetrope.ruler.LoadSummary;
import dev.zoetrope.ruler.Slo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/metrics.md says what the code does. Its table of metrics is made from the code's list: with
 * {@code -Dzoetrope.write} the test writes it anew instead of failing.
 */
class MetricsPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("zoetrope.root"), "docs", "metrics.md");

  private static final String HEAD =
      "| tag (JSON, log) | header (tables) | unit | formula | source | absent when |";
  private static final Pattern TABLE =
      Pattern.compile("(?m)^\\| tag \\(JSON, log\\).*\\n(\\|.*\\n)+");

  @TempDir Path folder;
  private String page = "";

  @BeforeEach
  void read() throws IOException {
    page = Files.readString(PAGE);
    if (System.getProperty("zoetrope.write") != null) {
      page = page.replaceFirst(TABLE.pattern(), Matcher.quoteReplacement(table()));
      Files.writeString(PAGE, page);
    }
  }

  private static String table() {
    return Metrics.STANDARD.stream()
        .map(MetricsPageTest::row)
        .collect(Collectors.joining("\n", HEAD + "\n|---|---|---|---|---|---|\n", "\n"));
  }

  @Test
  void theTableIsTheListOfStandardMetrics() {
    assertThat(page)
        .as("stale: run this test once with -Dzoetrope.write, it writes the table anew")
        .contains("\n\n" + table() + "\n");
  }

  @Test
  void theTableOfLoadIsTheListOfItsMetrics() {
    assertThat(rows("tag of load"))
        .containsExactlyElementsOf(
            load().lines().stream()
                .map(
                    line ->
                        "| `"
                            + String.join(" | ", line.tag() + "`", line.formula(), line.absent())
                            + " |")
                .toList());
  }

  private static LoadSummary load() {
    Calibration none =
        new Calibration("none", 1, Samples.of(), Samples.of(), Samples.of(), 1, 0, 0, 0, 0, 0);
    Slo any = new Slo(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
    return new LoadSummary(List.of(), any, none, 0, false);
  }

  @Test
  void everyProvenanceIsExplained() {
    assertThat(rows("kind").stream().map(row -> row.split("`")[1]))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Provenance.Kind.values()).map(Enum::name).toList());
  }

  @Test
  void theExampleHasTheFieldsOfTheRealThing() throws IOException {
    JsonNode example = example();
    JsonNode real = real();

    assertThat(names(example)).isEqualTo(names(real));
    assertThat(names(example.get("machine"))).containsAll(names(real.get("machine")));
    assertThat(names(example.at("/answers/0"))).isEqualTo(names(real.at("/answers/0")));
    assertThat(names(real.at("/answers/0/metrics")))
        .containsAll(names(example.at("/answers/0/metrics")));
    assertThat(example.at("/answers/0/metrics/output_tokens/provenance"))
        .isEqualTo(real.at("/answers/0/metrics/output_tokens/provenance"));
    assertThat(example.at("/answers/0/absent")).isEqualTo(real.at("/answers/0/absent"));
  }

  @Test
  void theSchemaOfTheLogIsThere() throws IOException {
    assertThat(page).contains("(log-schema.json)");
    assertThat(
            new ObjectMapper().readTree(Files.readString(PAGE.resolveSibling("log-schema.json"))))
        .isNotEmpty();
  }

  /** The rows below a header that begins so. */
  private List<String> rows(String header) {
    return page.lines()
        .dropWhile(line -> !line.startsWith("| " + header + " |"))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .toList();
  }

  private static String row(Metric m) {
    return "| `"
        + String.join(
            " | ", m.tag() + "`", m.header(), m.unit(), m.formula(), m.source(), m.absent())
        + " |";
  }

  private JsonNode example() throws IOException {
    String json = page.split("```json\n")[1].split("\n```")[0];
    return new ObjectMapper().readTree(json);
  }

  private JsonNode real() throws IOException {
    try (Workbench workbench =
        Workbench.open(WorkbenchConfig.defaults().logTo(folder.resolve("log.jsonl")))) {
      ComparisonResult result =
          workbench
              .compare(
                  workbench.source("synthetic:moving-shape?seed=7").at("1s"),
                  List.of(workbench.backend("embedded:tiny")))
              .ask("What do you see?");
      return new ObjectMapper().readTree(ResultJson.of(result, MachineFacts.read()));
    }
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
