package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schema that lies in the jar and in docs/ says what the reader takes. */
class BackendsSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode schema() throws IOException {
    try (InputStream in =
        BackendsSchemaTest.class.getResourceAsStream("/dev/zoetrope/backends-schema.json")) {
      return JSON.readTree(in);
    }
  }

  private static List<String> names(JsonNode properties) {
    List<String> names = new ArrayList<>();
    properties.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void itKnowsTheSameFieldsAsTheReader() throws IOException {
    JsonNode backend = schema().at("/$defs/backend/properties");

    assertThat(names(backend)).containsExactlyInAnyOrderElementsOf(EntryReader.FIELDS);
    assertThat(names(backend.at("/key/properties")))
        .containsExactlyInAnyOrderElementsOf(EntryReader.KEY);
    assertThat(names(backend.at("/timeouts/properties")))
        .containsExactlyInAnyOrderElementsOf(EntryReader.TIMEOUTS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"uri\":\"http://h\",\"key\":{\"env\":\"LAB_KEY\"},\"timeouts\":{\"stall\":\"5s\"}}|true",
        "{\"uri\":\"http://h\",\"key\":\"sk-123\"}|false",
        "{\"uri\":\"http://h\",\"key\":{\"env\":\"sk-123\"}}|false",
        "{\"key\":{\"env\":\"LAB_KEY\"}}|false",
        "{\"uri\":\"http://h\",\"max_images\":1}|false"
      })
  void itRefusesWhatTheReaderRefuses(String backend, boolean fine) throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema());

    assertThat(schema.validate(JSON.readTree("{\"backends\":{\"lab\":" + backend + "}}")).isEmpty())
        .isEqualTo(fine);
  }
}
