package dev.zoetrope.ruler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** A script's JSON, checked field by field. */
final class ScriptJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Set<String> FIELDS =
      Set.of(
          "ttft_ms",
          "itl_ms",
          "jitter_ms",
          "seed",
          "model",
          "speaks",
          "tokens",
          "tokens_per_chunk",
          "early_role",
          "usage",
          "image_ms",
          "image_megabyte_ms",
          "cached_ratio",
          "slots",
          "slowdown",
          "fault");
  private static final Set<String> FAULT_FIELDS = Set.of("kind", "at_token", "at_byte");

  private final JsonNode tree;

  private ScriptJson(JsonNode tree) {
    this.tree = tree;
  }

  static ServerScript read(String json) {
    ScriptJson script = new ScriptJson(object(json));
    known(script.tree, FIELDS);
    return script.whole();
  }

  private static JsonNode object(String json) {
    try {
      JsonNode tree = JSON.readTree(json);
      if (tree.isObject()) {
        return tree;
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "The script is no JSON: " + e.getOriginalMessage() + ". Write {\"ttft_ms\": 100, …}.", e);
    }
    throw new IllegalArgumentException("The script is no JSON object; write {\"ttft_ms\": 100}.");
  }

  private static void known(JsonNode object, Set<String> fields) {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!fields.contains(name)) {
                throw new IllegalArgumentException(
                    "The script has no field \"" + name + "\"; it has " + sorted(fields) + ".");
              }
            });
  }

  private static String sorted(Set<String> fields) {
    return String.join(", ", fields.stream().sorted().toList());
  }

  private ServerScript whole() {
    return new ServerScript(
        new ServerScript.Pace(
            number("ttft_ms", 100), number("itl_ms", 20), number("jitter_ms", 0), whole("seed", 0)),
        new ServerScript.Answer(
            tree.path("model").asText("scripted"),
            word(tree.path("speaks").asText("openai"), ServerScript.Speaks.values(), "speaks"),
            (int) whole("tokens", 64),
            (int) whole("tokens_per_chunk", 1),
            tree.path("early_role").asBoolean(false),
            tree.path("usage").asBoolean(true)),
        new ServerScript.Prefill(
            number("image_ms", 0), number("image_megabyte_ms", 0), number("cached_ratio", 1)),
        new ServerScript.Crowd(count(tree, "slots"), number("slowdown", 0)),
        fault(tree.path("fault")));
  }

  private static Optional<ServerScript.Fault> fault(JsonNode fault) {
    if (!fault.isObject()) {
      return Optional.empty();
    }
    known(fault, FAULT_FIELDS);
    OptionalInt bytes = count(fault, "at_byte");
    return Optional.of(
        new ServerScript.Fault(
            word(fault.path("kind").asText("cut"), ServerScript.Fault.Kind.values(), "kind"),
            count(fault, "at_token"),
            bytes.isPresent() ? OptionalLong.of(bytes.getAsInt()) : OptionalLong.empty()));
  }

  private static OptionalInt count(JsonNode object, String name) {
    return object.path(name).canConvertToInt()
        ? OptionalInt.of(object.path(name).asInt())
        : OptionalInt.empty();
  }

  private double number(String name, double usual) {
    JsonNode given = tree.path(name);
    if (!given.isMissingNode() && !given.isNumber()) {
      throw new IllegalArgumentException("The script's " + name + " is no number: " + given);
    }
    return given.asDouble(usual);
  }

  private long whole(String name, long usual) {
    return (long) number(name, usual);
  }

  private static <E extends Enum<E>> E word(String given, E[] all, String field) {
    return Arrays.stream(all)
        .filter(
            e ->
                e.name().equals(given.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_')))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The script's "
                        + field
                        + " is \""
                        + given
                        + "\"; give one of "
                        + String.join(
                            ", ",
                            Arrays.stream(all).map(e -> e.name().toLowerCase(Locale.ROOT)).toList())
                        + "."));
  }

  static JsonNode tree(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (java.io.IOException e) {
      return JsonNodeFactory.instance.missingNode();
    }
  }
}
