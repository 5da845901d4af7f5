package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A server's complaint, whatever shape it came in: an error object (llama.cpp, vLLM, OpenAI), an
 * error string, an error string that is JSON again (Ollama), a {@code detail} string or list
 * (FastAPI), a flat {@code message} (old vLLM), or plain text.
 *
 * @param code the HTTP status that the complaint itself names
 * @param needed tokens of the prompt
 * @param available tokens of the context
 */
record OpenAiFault(
    String message, String type, OptionalInt code, OptionalInt needed, OptionalInt available) {
  private static final int NESTED = 3;

  static OpenAiFault read(String body) {
    return OpenAiJson.object(body).flatMap(root -> in(root, NESTED)).orElseGet(() -> plain(body));
  }

  /** The complaint in an object; empty if it holds none. */
  static Optional<OpenAiFault> in(JsonNode root) {
    return in(root, NESTED);
  }

  private static Optional<OpenAiFault> in(JsonNode root, int depth) {
    JsonNode error = root.path("error");
    if (error.isObject()) {
      return Optional.of(object(error, depth));
    }
    return OpenAiJson.text(error)
        .map(text -> words(text, depth))
        .or(() -> detail(root.path("detail")))
        .or(() -> flat(root));
  }

  private static OpenAiFault object(JsonNode error, int depth) {
    OpenAiFault outer =
        words(OpenAiJson.text(error.path("message")).orElseGet(error::toString), depth);
    if (outer.code.isPresent() || !outer.type.isEmpty()) {
      return outer;
    }
    return new OpenAiFault(
        outer.message,
        error.path("type").asText(""),
        code(error.path("code")),
        OpenAiJson.count(error.path("n_prompt_tokens")),
        OpenAiJson.count(error.path("n_ctx")));
  }

  private static OptionalInt code(JsonNode node) {
    OptionalInt code = OpenAiJson.count(node);
    return code.isPresent() && code.getAsInt() >= 400 && code.getAsInt() < 600
        ? code
        : OptionalInt.empty();
  }

  private static OpenAiFault words(String text, int depth) {
    return Optional.of(text)
        .filter(t -> depth > 0 && t.startsWith("{"))
        .flatMap(OpenAiJson::object)
        .flatMap(nested -> in(nested, depth - 1))
        .orElseGet(() -> plain(text));
  }

  private static Optional<OpenAiFault> detail(JsonNode detail) {
    return OpenAiJson.text(detail)
        .or(() -> OpenAiJson.text(detail.path(0).path("msg")))
        .or(() -> Optional.of(detail.toString()).filter(d -> detail.isContainerNode()))
        .map(OpenAiFault::plain);
  }

  private static Optional<OpenAiFault> flat(JsonNode root) {
    return "error".equals(root.path("object").asText())
        ? OpenAiJson.text(root.path("message")).map(OpenAiFault::plain)
        : Optional.empty();
  }

  private static OpenAiFault plain(String text) {
    return new OpenAiFault(text, "", OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
  }

  /** The words to look for, in lower case. */
  String lower() {
    return (message + " " + type).toLowerCase(Locale.ROOT);
  }
}
