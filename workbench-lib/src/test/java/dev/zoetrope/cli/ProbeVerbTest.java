package dev.zoetrope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeVerbTest {
  @TempDir Path folder;

  private Cli.Ran probe(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Map<String, String> environment = Map.of("ZOETROPE_CACHE", folder.toString());
    String[] words = new String[args.length + 1];
    words[0] = "probe";
    System.arraycopy(args, 0, words, 1, args.length);
    int code = Main.run(words, environment, new PrintWriter(out, true), new PrintWriter(err, true));
    return new Cli.Ran(code, out.toString(), err.toString());
  }

  @Test
  void asksOnceAndKnowsItThen() throws IOException {
    Cli.Ran first = probe("embedded:tiny", "--short");
    Cli.Ran again = probe("embedded:tiny", "--short", "--json");
    JsonNode json = new ObjectMapper().readTree(again.out());

    assertThat(first.code()).isZero();
    assertThat(first.err()).startsWith("At most ").contains("probe 1 of ");
    assertThat(first.out())
        .containsPattern("server +embedded ONNX Runtime")
        .containsPattern("takes pictures +yes +red and blue were told apart")
        .containsPattern("refuses what is too long +unknown +not tried in the short")
        .containsPattern("most pictures +at least 4");
    assertThat(again.err()).contains("--fresh").doesNotContain("probe 1 of ");
    assertThat(json.path("schema").asText()).isEqualTo("zoetrope.probe/1");
    assertThat(json.path("traits").path("all_seen").path("verdict").asText()).isEqualTo("yes");
    assertThat(json.path("max_images").path("value").asInt()).isEqualTo(4);
    assertThat(json.path("tokens_per_image").path(0).path("tokens").asInt()).isPositive();
  }

  @Test
  void theCardAloneAsksNothing() {
    Cli.Ran card = probe("embedded:tiny", "--card");

    assertThat(card.code()).isZero();
    assertThat(card.err()).isEmpty();
    assertThat(card.out())
        .containsPattern("server +embedded ONNX Runtime")
        .containsPattern("context +2048 tokens")
        .containsPattern("sees pictures +yes, as far as it says")
        .containsPattern("caches +none")
        .containsPattern("reports +tokens and times")
        .doesNotContain("takes pictures");
    assertThat(probe("embedded:tiny", "--card", "--json").code()).isEqualTo(2);
  }

  @Test
  void freshAsksAnew() {
    probe("embedded:tiny", "--short");

    assertThat(probe("embedded:tiny", "--short", "--fresh").err()).contains("probe 1 of ");
  }

  @Test
  void whatIsNotThereIsSaidInOneSentence() {
    Cli.Ran down = probe("http://127.0.0.1:1");

    assertThat(down.code()).isEqualTo(3);
    assertThat(down.out()).isEmpty();
    assertThat(down.err().lines()).hasSize(1);
  }
}
