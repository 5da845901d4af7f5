package dev.zoetrope.backend;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A server's complaint, whatever shape it came in: an error object (llama.cpp, vLLM, OpenAI), an
 * error string, an error string that is JSON again (Ollama), a {@code detail} string or list
 * (FastAPI), a flat {@code message} (old vLLM), or plain text.
 *
 * @param code the HTTP status that the complaint itself names
 * @param needed tokens of the prompt
 * @param available tokens of the context
 * @param amid whether an answer had begun with status 200 before
 */
record WireFault(
    String message,
    String type,
    OptionalInt code,
    OptionalInt needed,
    OptionalInt available,
    boolean amid) {
  private static final int NESTED = 3;

  private static final List<Pattern> SIZES =
      List.of(
          Pattern.compile(
              "request \\((?<needed>\\d{1,9}) tokens\\) exceeds the available context size"
                  + " \\((?<available>\\d{1,9}) tokens"),
          Pattern.compile(
              "maximum context length is (?<available>\\d{1,9}) tokens.{0,80}?"
                  + "(?<needed>\\d{1,9}) (?:input )?tokens"),
          Pattern.compile(
              "prompt is too long: (?<needed>\\d{1,9}) tokens > (?<available>\\d{1,9}) maximum"));

  private WireFault(
      String message, String type, OptionalInt code, OptionalInt needed, OptionalInt available) {
    this(message, type, code, needed, available, false);
  }

  static WireFault read(String body) {
    return WireJson.first(body).flatMap(root -> in(root, NESTED)).orElseGet(() -> plain(body));
  }

  /** The complaint in an object; empty if it holds none. */
  static Optional<WireFault> in(JsonNode root) {
    return in(root, NESTED);
  }

  private static Optional<WireFault> in(JsonNode root, int depth) {
    JsonNode error = root.path("error");
    if (error.isObject()) {
      return Optional.of(object(error, depth));
    }
    return WireJson.text(error)
        .map(text -> words(text, depth))
        .or(() -> detail(root.path("detail")))
        .or(() -> flat(root));
  }

  private static WireFault object(JsonNode error, int depth) {
    WireFault outer = words(WireJson.text(error.path("message")).orElseGet(error::toString), depth);
    if (outer.code.isPresent() || !outer.type.isEmpty()) {
      return outer;
    }
    OptionalInt needed = WireJson.count(error.path("n_prompt_tokens"));
    OptionalInt available = WireJson.count(error.path("n_ctx"));
    return new WireFault(
        outer.message,
        kind(error),
        code(error.path("code")),
        needed.isPresent() ? needed : outer.needed,
        available.isPresent() ? available : outer.available);
  }

  /** Its type, its code where that is a word, Gemini's status, and what its details are of. */
  private static String kind(JsonNode error) {
    Stream<String> own =
        Stream.of("type", "code", "status")
            .flatMap(field -> WireJson.text(error.path(field)).stream());
    return Stream.concat(own, details(error.path("details"))).collect(joining(" "));
  }

  /** Of Google's errors: which kinds of details there are, and which quotas were spent. */
  private static Stream<String> details(JsonNode details) {
    return StreamSupport.stream(details.spliterator(), false)
        .flatMap(
            detail ->
                Stream.concat(
                    WireJson.text(detail.path("@type")).stream(),
                    quotas(detail.path("violations"))));
  }

  private static Stream<String> quotas(JsonNode violations) {
    return StreamSupport.stream(violations.spliterator(), false)
        .flatMap(violation -> WireJson.text(violation.path("quotaId")).stream());
  }

  private static OptionalInt code(JsonNode node) {
    OptionalInt code = WireJson.count(node);
    return code.isPresent() && code.getAsInt() >= 400 && code.getAsInt() < 600
        ? code
        : OptionalInt.empty();
  }

  private static WireFault words(String text, int depth) {
    return Optional.of(text)
        .filter(t -> depth > 0 && t.startsWith("{"))
        .flatMap(WireJson::object)
        .flatMap(nested -> in(nested, depth - 1))
        .orElseGet(() -> plain(text));
  }

  private static Optional<WireFault> detail(JsonNode detail) {
    return WireJson.text(detail)
        .or(() -> WireJson.text(detail.path(0).path("msg")))
        .or(() -> Optional.of(detail.toString()).filter(d -> detail.isContainerNode()))
        .map(WireFault::plain);
  }

  private static Optional<WireFault> flat(JsonNode root) {
    return root.path("object").asText().equals("error")
            || root.path("type").asText().equals("error")
        ? WireJson.text(root.path("message")).map(text -> flat(text, kind(root)))
        : Optional.empty();
  }

  private static WireFault flat(String text, String kind) {
    WireFault plain = plain(text);
    return new WireFault(text, kind, plain.code, plain.needed, plain.available);
  }

  /** Some servers give the sizes of an overflow only in words. */
  private static WireFault plain(String text) {
    OptionalInt needed = OptionalInt.empty();
    OptionalInt available = OptionalInt.empty();
    for (Pattern sizes : SIZES) {
      Matcher found = sizes.matcher(text);
      if (found.find()) {
        needed = OptionalInt.of(Integer.parseInt(found.group("needed")));
        available = OptionalInt.of(Integer.parseInt(found.group("available")));
      }
    }
    return new WireFault(text, "", OptionalInt.empty(), needed, available);
  }

  /** The same, told after the answer had begun. */
  WireFault inStream() {
    return new WireFault(message, type, code, needed, available, true);
  }

  /** The words to look for, in lower case. */
  String lower() {
    return (message + " " + type).toLowerCase(Locale.ROOT);
  }
}
