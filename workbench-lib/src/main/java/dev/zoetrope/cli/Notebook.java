package dev.zoetrope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A notebook file whose parameters can be replaced. */
final class Notebook {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final ObjectNode json;

  private Notebook(Path file, ObjectNode json) {
    this.file = file;
    this.json = json;
  }

  static Notebook read(Path file) throws IOException {
    byte[] bytes = bytes(file);
    try {
      if (JSON.readTree(bytes) instanceof ObjectNode json && json.path("cells").isArray()) {
        return new Notebook(file, json);
      }
      throw new IllegalArgumentException(file + " is not a notebook; give an .ipynb file.");
    } catch (IOException e) {
      // Bytes that are no text at all fail as input, not as JSON.
      throw new IllegalArgumentException(file + " is not a notebook; give an .ipynb file.", e);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("There is no notebook " + file + "; check the path.", e);
    }
  }

  /**
   * Replaces the value of one declaration in the cell tagged "parameters".
   *
   * @throws IllegalArgumentException if no such parameter is declared there, or the value does not
   *     fit it
   */
  void replace(String name, String value) {
    ObjectNode cell = parametersCell();
    ParameterCell parameters = new ParameterCell(source(cell));
    setSource(cell, parameters.with(name, value));
  }

  private ObjectNode parametersCell() {
    return StreamSupport.stream(json.withArray("cells").spliterator(), false)
        .filter(cell -> tags(cell).contains("parameters"))
        .map(ObjectNode.class::cast)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    file + " has no cell tagged \"parameters\", so -p has nothing to replace."));
  }

  private static List<String> tags(JsonNode cell) {
    List<String> tags = new ArrayList<>();
    cell.path("metadata").path("tags").forEach(tag -> tags.add(tag.asText()));
    return tags;
  }

  private static String source(JsonNode cell) {
    JsonNode source = cell.path("source");
    return source.isTextual()
        ? source.asText()
        : StreamSupport.stream(source.spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining());
  }

  private static void setSource(ObjectNode cell, String source) {
    ArrayNode lines = cell.putArray("source");
    List<String> split = source.lines().toList();
    for (int i = 0; i < split.size(); i++) {
      lines.add(split.get(i) + (i < split.size() - 1 ? "\n" : ""));
    }
  }

  void write(Path to) throws IOException {
    Files.writeString(to, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
  }
}
