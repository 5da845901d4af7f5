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
import java.util.List;

/** The published schema, and a log as its lines. */
final class LogSchema {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FILE =
      Path.of(System.getProperty("zoetrope.root"), "docs", "log-schema.json");

  private final JsonSchema schema;

  private LogSchema(JsonSchema schema) {
    this.schema = schema;
  }

  static LogSchema published() throws IOException {
    return new LogSchema(
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(JSON.readTree(Files.readString(FILE))));
  }

  void accepts(JsonNode line) {
    assertThat(schema.validate(line)).as(line::toPrettyString).isEmpty();
  }

  void refuses(JsonNode line) {
    assertThat(schema.validate(line)).as(line::toPrettyString).isNotEmpty();
  }

  static List<JsonNode> lines(Path log) throws IOException {
    return Files.readAllLines(log).stream().map(LogSchema::parsed).toList();
  }

  static JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + line, e);
    }
  }
}
