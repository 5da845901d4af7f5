package dev.zoetrope.notebooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The one way a notebook is written down: no outputs, no counts, no traces of whoever ran it; laid
 * out as Jupyter lays it out, so that saving it there changes nothing.
 */
final class NotebookFormat {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private NotebookFormat() {}

  static JsonNode read(Path file) throws IOException {
    return JSON.readTree(file.toFile());
  }

  /** The text that the file should have. */
  static String format(Path file) throws IOException {
    ObjectNode notebook = NODES.objectNode();
    notebook.set("cells", cells(read(file).path("cells")));
    notebook.set("metadata", metadata());
    notebook.put("nbformat", 4);
    notebook.put("nbformat_minor", 5);
    StringBuilder text = new StringBuilder();
    write(notebook, "", text);
    return text.append('\n').toString();
  }

  /** Rewrites the file if it should read otherwise; says whether it did. */
  static boolean fix(Path file) throws IOException {
    String right = format(file);
    if (Files.readString(file).equals(right)) {
      return false;
    }
    Files.writeString(file, right);
    return true;
  }

  private static ObjectNode metadata() {
    ObjectNode metadata = NODES.objectNode();
    metadata
        .putObject("kernelspec")
        .put("display_name", "Zoetrope (Java)")
        .put("language", "java")
        .put("name", "zoetrope");
    metadata.putObject("language_info").put("name", "java");
    return metadata;
  }

  private static ArrayNode cells(JsonNode cells) {
    ArrayNode clean = NODES.arrayNode();
    Set<String> ids = new HashSet<>();
    cells.forEach(cell -> clean.add(cell(cell, ids)));
    return clean;
  }

  private static ObjectNode cell(JsonNode cell, Set<String> ids) {
    ObjectNode clean = NODES.objectNode();
    String type = cell.path("cell_type").asText();
    clean.put("cell_type", type);
    clean.put("id", id(cell.path("id").asText(), ids));
    ObjectNode metadata = clean.putObject("metadata");
    if (!cell.path("metadata").path("tags").isEmpty()) {
      metadata.set("tags", cell.path("metadata").path("tags"));
    }
    if (type.equals("code")) {
      clean.putNull("execution_count");
      clean.putArray("outputs");
    }
    clean.set("source", lines(source(cell)));
    return clean;
  }

  /** The id it has, or one that nobody else has. */
  private static String id(String wanted, Set<String> taken) {
    String id = wanted.isEmpty() ? "cell-" + (taken.size() + 1) : wanted;
    while (!taken.add(id)) {
      id = id + "-again";
    }
    return id;
  }

  /** A cell's text, which a file may hold whole or in lines. */
  static String source(JsonNode cell) {
    JsonNode source = cell.path("source");
    if (source.isTextual()) {
      return source.asText();
    }
    StringBuilder text = new StringBuilder();
    source.forEach(line -> text.append(line.asText()));
    return text.toString();
  }

  private static ArrayNode lines(String text) {
    ArrayNode lines = NODES.arrayNode();
    int from = 0;
    while (from < text.length()) {
      int end = text.indexOf('\n', from) + 1;
      lines.add(text.substring(from, end == 0 ? text.length() : end));
      from = end == 0 ? text.length() : end;
    }
    return lines;
  }

  private static void write(JsonNode node, String indent, StringBuilder out) {
    if (node.isObject() && !node.isEmpty()) {
      List<String> fields = new ArrayList<>();
      names(node)
          .forEach(name -> fields.add(NODES.textNode(name) + ": " + text(node.get(name), indent)));
      block('{', fields, '}', indent, out);
    } else if (node.isArray() && !node.isEmpty()) {
      List<String> elements = new ArrayList<>();
      node.forEach(element -> elements.add(text(element, indent)));
      block('[', elements, ']', indent, out);
    } else {
      out.append(node);
    }
  }

  private static String text(JsonNode node, String indent) {
    StringBuilder text = new StringBuilder();
    write(node, indent + " ", text);
    return text.toString();
  }

  private static void block(
      char open, List<String> items, char close, String indent, StringBuilder out) {
    String inner = "\n" + indent + " ";
    out.append(open)
        .append(items.stream().collect(Collectors.joining("," + inner, inner, "\n" + indent)))
        .append(close);
  }

  private static Set<String> names(JsonNode node) {
    Set<String> names = new TreeSet<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
