package dev.zoetrope.backend;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads a server's JSON without trusting its shape. */
final class WireJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern WHOLE = Pattern.compile("\\d{1,9}");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?\\d{1,15}(\\.\\d{1,15})?([eE][+-]?\\d{1,3})?");

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

  /** A non-negative whole number, if only in words; empty if it is missing or anything else. */
  static OptionalInt count(JsonNode node) {
    if (node.isTextual() && WHOLE.matcher(node.asText()).matches()) {
      return OptionalInt.of(Integer.parseInt(node.asText()));
    }
    return node.canConvertToInt() && node.asInt() >= 0
        ? OptionalInt.of(node.asInt())
        : OptionalInt.empty();
  }

  /** A number, if only in words; empty if it is missing or anything else. */
  static OptionalDouble number(JsonNode node) {
    return node.isNumber() || node.isTextual() && NUMBER.matcher(node.asText()).matches()
        ? OptionalDouble.of(node.asDouble())
        : OptionalDouble.empty();
  }

  /** A non-empty string. */
  static Optional<String> text(JsonNode node) {
    return Optional.of(node)
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .filter(t -> !t.isEmpty());
  }
}
