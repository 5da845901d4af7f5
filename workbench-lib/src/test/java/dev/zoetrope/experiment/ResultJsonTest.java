package dev.zoetrope.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zoetrope.backend.BackendException;
import dev.zoetrope.compare.Answers;
import dev.zoetrope.compare.Clip;
import dev.zoetrope.compare.ComparisonResult;
import dev.zoetrope.compare.ScriptedBackend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The object that {@code zoetrope compare --json} prints. */
class ResultJsonTest {
  private final Clip clip = new Clip();

  @AfterEach
  void close() {
    clip.close();
  }

  @Test
  void itIsOneObjectOfThePublishedShape() throws IOException {
    ComparisonResult result = result();
    JsonNode json = json(result);

    assertThat(names(json))
        .containsExactly("schema", "run", "at", "source", "prompt", "order", "answers", "machine");
    assertThat(json.get("schema").asText()).isEqualTo("zoetrope.compare/1");
    assertThat(json.get("run").asText()).isEqualTo(result.run());
    assertThat(json.get("order").asText()).isEqualTo("at once: each has a host of its own");
    assertThat(json.get("answers")).hasSize(2);
    assertThat(json.at("/machine/cpu").asText()).isEqualTo("abacus");
  }

  @Test
  void anAnswerHasItsTextAndTheHashesOfWhatWasShown() throws IOException {
    ComparisonResult result = result();
    JsonNode answer = json(result).at("/answers/0");

    assertThat(names(answer))
        .containsExactly(
            "backend",
            "server",
            "model",
            "version",
            "encoding",
            "repetition",
            "frames",
            "state",
            "text",
            "finish",
            "metrics",
            "absent");
    assertThat(answer.get("backend").asText()).isEqualTo("a:");
    assertThat(answer.get("encoding").asText()).isEqualTo("single-middle");
    assertThat(answer.get("text").asText()).isEqualTo("it <b>moves</b> left");
    assertThat(answer.get("frames"))
        .hasSize(1)
        .allMatch(hash -> hash.asText().equals(result.prompts().get(0).images().get(0).sha256()));
  }

  @Test
  void aNumberHasItsUnitAndItsProvenance() throws IOException {
    JsonNode ttft = json(result()).at("/answers/0/metrics/time_to_first_token");

    assertThat(ttft.get("value").asDouble()).isEqualTo(100);
    assertThat(ttft.get("unit").asText()).isEqualTo("ms");
    assertThat(ttft.at("/provenance/kind").asText()).isEqualTo("CLIENT_OBSERVED");
    assertThat(ttft.at("/provenance/formula").asText()).isEqualTo("first token - request start");
    assertThat(ttft.at("/provenance/from").asText()).startsWith("stamps of this client's");
    assertThat(names(ttft)).containsExactly("value", "unit", "provenance");
  }

  @Test
  void whatIsAbsentHasAReasonAndNoNumber() throws IOException {
    JsonNode answer = json(result()).at("/answers/0");

    assertThat(answer.get("metrics").has("prefill_time")).isFalse();
    assertThat(answer.at("/absent/prefill_time").asText()).isEqualTo("the server does not tell");
    assertThat(answer.get("absent").has("time_to_first_token")).isFalse();
  }

  @Test
  void aFailedAnswerHasAnErrorAndNoText() throws IOException {
    JsonNode answer = json(result()).at("/answers/1");

    assertThat(answer.get("state").asText()).isEqualTo("failed");
    assertThat(answer.has("text")).isFalse();
    assertThat(answer.has("finish")).isFalse();
    assertThat(answer.at("/error/code").asText()).isEqualTo("rejected");
    assertThat(answer.at("/error/message").asText()).isEqualTo("b: is ill; ask it later.");
    assertThat(answer.get("metrics")).isEmpty();
    assertThat(answer.get("absent")).allMatch(r -> r.asText().equals("the backend failed"));
  }

  private ComparisonResult result() {
    return clip.run(
        clip.spec(
            new ScriptedBackend("a:", "here", Answers.saying("it <b>moves</b> left")),
            new ScriptedBackend(
                "b:",
                "there",
                (sink, closed) -> {
                  throw new BackendException.Rejected(500, "b: is ill; ask it later.");
                })));
  }

  private static JsonNode json(ComparisonResult result) throws IOException {
    return new ObjectMapper()
        .readTree(ResultJson.of(result, new MachineFacts(Map.of("cpu", "abacus"))));
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
