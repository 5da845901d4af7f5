package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zoetrope.media.EncodedImage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The body that a recording answers, as the question that it is here, and whether we would send it.
 * Its pictures are {@code <B64>}.
 *
 * @param by the protocol: openai, anthropic, responses, gemini or ollama
 */
record RecordedQuestion(String by, JsonNode body) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PIXELS = Pattern.compile("[A-Za-z0-9+/=]{64,}");
  private static final String HIDDEN = "<B64>";

  /** Fields that a question has names for; all others go as extras. */
  private static final Set<String> NAMED =
      Set.of(
          "model",
          "messages",
          "input",
          "contents",
          "system",
          "stream",
          "temperature",
          "seed",
          "max_tokens",
          "max_output_tokens",
          "options",
          "generationConfig");

  VlmRequest asked(boolean streamed) {
    List<VlmRequest.Turn> turns = new ArrayList<>();
    Iterator<JsonNode> all =
        body.path(by.equals("gemini") ? "contents" : by.equals("responses") ? "input" : "messages")
            .elements();
    all.forEachRemaining(turn -> turns.add(turn(turn)));
    VlmRequest request =
        new VlmRequest(turns.get(turns.size() - 1).parts(), sampling())
            .withHistory(turns.subList(0, turns.size() - 1))
            .withExtras(extras());
    return streamed ? request : request.inOnePiece();
  }

  private Sampling sampling() {
    JsonNode knobs =
        body.has("options")
            ? body.path("options")
            : body.has("generationConfig") ? body.path("generationConfig") : body;
    int most = 24;
    for (String name :
        List.of("max_tokens", "max_output_tokens", "num_predict", "maxOutputTokens")) {
      most = knobs.path(name).asInt(most);
    }
    return new Sampling(most, knobs.path("temperature").asDouble(), knobs.path("seed").asLong());
  }

  private Map<String, Object> extras() {
    Map<String, Object> more = new LinkedHashMap<>();
    body.properties().stream()
        .filter(field -> !NAMED.contains(field.getKey()))
        .forEach(
            field -> more.put(field.getKey(), JSON.convertValue(field.getValue(), Object.class)));
    if (body.has("options")) {
      more.put("options", JSON.convertValue(body.path("options"), Map.class));
    }
    return more;
  }

  private static VlmRequest.Turn turn(JsonNode turn) {
    String role = turn.path("role").asText();
    return new VlmRequest.Turn(
        role.equals("user") ? VlmRequest.Speaker.USER : VlmRequest.Speaker.MODEL, parts(turn));
  }

  private static List<ContentPart> parts(JsonNode turn) {
    List<ContentPart> parts = new ArrayList<>();
    turn.path("images").forEach(i -> parts.add(picture("image/png")));
    JsonNode content = turn.has("parts") ? turn.path("parts") : turn.path("content");
    if (content.isTextual()) {
      parts.add(new ContentPart.Text(content.asText()));
    }
    for (JsonNode part : content) {
      parts.add(
          part.has("text")
              ? new ContentPart.Text(part.path("text").asText())
              : picture(mime(part)));
    }
    return parts;
  }

  private static String mime(JsonNode part) {
    return part.toString().contains("image/jpeg") ? "image/jpeg" : "image/png";
  }

  private static ContentPart picture(String mime) {
    return new ContentPart.Image(
        EncodedImage.of(Pictures.circle(8).bytes(), mime, 128, 128), ContentPart.Detail.AUTO);
  }

  /** Where what we send lacks something of the recorded question; empty if it holds it all. */
  Optional<String> lacking(JsonNode sent) {
    return lacking("", plain(body), plain(sent));
  }

  private static Optional<String> lacking(String at, JsonNode wanted, JsonNode there) {
    if (wanted.isObject()) {
      return wanted.properties().stream()
          .map(f -> lacking(at + "/" + f.getKey(), f.getValue(), field(there, f.getKey())))
          .flatMap(Optional::stream)
          .findFirst();
    }
    if (wanted.isArray() && there.isArray() && wanted.size() == there.size()) {
      for (int i = 0; i < wanted.size(); i++) {
        Optional<String> lack = lacking(at + "/" + i, wanted.get(i), there.get(i));
        if (lack.isPresent()) {
          return lack;
        }
      }
      return Optional.empty();
    }
    boolean same =
        wanted.isNumber() ? wanted.asDouble() == there.asDouble(-1) : wanted.equals(there);
    return same ? Optional.empty() : Optional.of(at + " is " + there + ", recorded " + wanted);
  }

  /** Azure has another name for the same limit. */
  private static JsonNode field(JsonNode there, String name) {
    return name.equals("max_tokens") && !there.has(name)
        ? there.path("max_completion_tokens")
        : there.path(name);
  }

  /** Without pixels, and with one of the two ways to write a turn of one text. */
  private static JsonNode plain(JsonNode node) {
    String text = PIXELS.matcher(node.toString()).replaceAll(HIDDEN).replace("[img]", "");
    String even =
        text.replaceAll(",\"detail\":\"auto\"", "")
            .replaceAll(
                "\"content\":\\[\\{\"type\":\"text\",\"text\":(\"[^\"]*\")\\}\\]",
                "\"content\":$1");
    return WireRig.body("\r\n\r\n" + even);
  }
}
