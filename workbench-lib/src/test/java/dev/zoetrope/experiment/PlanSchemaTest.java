package dev.zoetrope.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What editors are told of a plan is what the reader takes. */
class PlanSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode schema = published();

  private static JsonNode published() {
    try {
      return JSON.readTree(
          Files.readString(
              Path.of(System.getProperty("zoetrope.root"), "docs", "plan-schema.json")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void itKnowsTheSameFieldsAsTheReader() {
    assertThat(names("/properties")).containsExactlyInAnyOrderElementsOf(PlanReader.TOP);
    assertThat(names("/properties/sources/items/oneOf/1/properties"))
        .containsExactlyInAnyOrderElementsOf(PlanReader.SOURCE);
    assertThat(names("/properties/windows/items/properties"))
        .containsExactlyInAnyOrderElementsOf(PlanReader.WINDOW);
    assertThat(names("/properties/prompts/items/oneOf/1/properties"))
        .containsExactlyInAnyOrderElementsOf(QuestionReader.QUESTION);
    assertThat(names("/properties/samplings/items/properties"))
        .containsExactlyInAnyOrderElementsOf(PlanReader.SAMPLING);
    assertThat(names("/properties/limits/properties"))
        .containsExactlyInAnyOrderElementsOf(PlanReader.LIMITS);
    assertThat(names("/properties/budget/properties"))
        .containsExactlyInAnyOrderElementsOf(PlanReader.BUDGET);
  }

  @Test
  void itKnowsTheSameRulesAndWordsAsTheReader() {
    List<String> rules = new ArrayList<>();
    schema.at("/$defs/rule/oneOf").forEach(rule -> rules.addAll(names(rule.get("properties"))));
    assertThat(rules).containsExactlyInAnyOrderElementsOf(QuestionReader.RULE);
    assertThat(words("/properties/cache/enum"))
        .containsExactlyInAnyOrderElementsOf(PlanReader.CACHES.keySet());
    assertThat(words("/properties/order/enum"))
        .containsExactlyInAnyOrderElementsOf(PlanReader.ORDERS.keySet());
    assertThat(words("/properties/at-once/enum"))
        .containsExactlyInAnyOrderElementsOf(PlanReader.AT_ONCE.keySet());
  }

  @Test
  void itTakesWhatTheReaderTakes() {
    assertThat(complaints(PlanFileTest.WHOLE)).isEmpty();
    assertThat(complaints("sources: [a.mp4]\nprompts: [What?]\nbackends: [lab]\n")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: which-way|nme: which-way",
        "sources:|source:",
        "clips/door.mp4|rtsp://me:secret@cam/1",
        "at: 1.5s|at: soon",
        "at: 1.5s|{at: 1s, frames: 2}",
        "at: 1.5s|{at: 1s, spacing: 2s}",
        "frames: 4|frames: 0",
        "grid:2x2, multi|grid:2x2, mult",
        "grid:2x2, multi|multi, multi",
        "[grid:2x2, multi]|multi",
        "[grid:2x2, multi]|[]",
        "id: count|id: no blanks",
        "text: How often does it bounce?|text: ''",
        "rule: {number: 3}|rule: {number: three}",
        "rule: {number: 3}|rule: {choice: [left]}",
        "rule: {number: 3}|rule: {yes_no: maybe}",
        "rule: {number: 3}|rule: {number: 3, set: [a]}",
        "embedded:tiny, lab|embedded:tiny, embedded:tiny",
        "embedded:tiny, lab|http://key@h:80",
        "embedded:tiny, lab|http://h/v1?api_key=x",
        "max-tokens: 32|max-tokens: 0",
        "temperature: 0.7|temperature: -1",
        "repetitions: 3|repetitions: 0",
        "cache: cold|cache: colt",
        "workers: 4|worker: 4",
        "retries: 0|retries: -1",
        "time: 2h|time: 2 h"
      })
  void itRefusesWhatTheReaderRefuses(String right, String wrong) {
    assertThat(complaints(PlanFileTest.WHOLE.replace(right, wrong))).isNotEmpty();
  }

  private List<String> complaints(String yaml) {
    Object plan = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    JsonSchema check =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
    return check.validate(JSON.valueToTree(plan)).stream().map(Object::toString).toList();
  }

  private List<String> names(String at) {
    return names(schema.at(at));
  }

  private static List<String> names(JsonNode properties) {
    List<String> names = new ArrayList<>();
    properties.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private List<String> words(String at) {
    return StreamSupport.stream(schema.at(at).spliterator(), false).map(JsonNode::asText).toList();
  }
}
