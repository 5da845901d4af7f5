package dev.zoetrope.backend;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads a server's JSON without trusting its shape. */
final class WireJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private WireJson() {}

  static JsonFactory factory() {
    return MAPPER.getFactory();
  }

  /** Plain maps, lists, numbers and words as JSON. */
  static JsonNode tree(Object plain) {
    return MAPPER.valueToTree(plain);
  }

  /** An object without fields. */
  static JsonNode nothing() {
    return MAPPER.createObjectNode();
  }

  /** The object in the text; empty if it is anything else. */
  static Optional<JsonNode> object(String text) {
    return tree(text).filter(JsonNode::isObject);
  }

  /** The object in the text, or the first of a list of them. */
  static Optional<JsonNode> first(String text) {
    return tree(text).map(node -> node.isArray() ? node.path(0) : node).filter(JsonNode::isObject);
  }

  private static Optional<JsonNode> tree(String text) {
    try {
      return Optional.ofNullable(MAPPER.readTree(text));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** A non-negative number; empty if it is missing or anything else. */
  static OptionalInt count(JsonNode node) {
    return node.canConvertToInt() && node.asInt() >= 0
        ? OptionalInt.of(node.asInt())
        : OptionalInt.empty();
  }

  /** A non-empty string. */
  static Optional<String> text(JsonNode node) {
    return Optional.of(node)
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .filter(t -> !t.isEmpty());
  }
}
