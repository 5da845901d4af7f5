package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.media.DidYouMean;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Finds out which Ollama answers and what its model can do. */
final class OllamaProbe {
  private static final String GREETING = "Ollama is running";
  private static final Pattern NUM_CTX = Pattern.compile("(?m)^num_ctx\\s+(\\d+)");

  private final HttpProbe probe;
  private final HttpAddress address;

  OllamaProbe(HttpProbe probe) {
    this.probe = probe;
    this.address = probe.address();
  }

  /**
   * Whether this greeting at the root is Ollama's. Other servers have its {@code /api/tags} too.
   */
  static boolean greets(String root) {
    return root.startsWith(GREETING);
  }

  /**
   * The model that the address names, or the first that sees.
   *
   * @throws BackendException if it has none, or not that one
   */
  OllamaDialect identify() {
    List<JsonNode> listed =
        StreamSupport.stream(
                probe.object("api/tags").orElse(WireJson.nothing()).path("models").spliterator(),
                false)
            .filter(model -> WireJson.text(model.path("name")).isPresent())
            .toList();
    String name = chosen(listed);
    JsonNode shown =
        probe
            .post("api/show", WireBody.tree().put("model", name))
            .json()
            .orElse(WireJson.nothing());
    Optional<String> version =
        probe.object("api/version").flatMap(json -> WireJson.text(json.path("version")));
    WireServer server =
        new WireServer(
            address,
            WireServer.Engine.OLLAMA,
            version,
            name,
            listed.stream().map(OllamaProbe::name).toList(),
            context(name, shown),
            has(shown, "vision"),
            address.model().isPresent(),
            new WireServer.Told(sees(listed), Optional.of(true)));
    return new OllamaDialect(server, has(shown, "thinking"), remote(shown));
  }

  private static Map<String, Boolean> sees(List<JsonNode> listed) {
    return listed.stream()
        .filter(model -> model.path("capabilities").isArray())
        .collect(
            Collectors.toMap(OllamaProbe::name, model -> has(model, "vision"), (one, two) -> one));
  }

  private static String name(JsonNode model) {
    return model.path("name").asText();
  }

  private String chosen(List<JsonNode> listed) {
    return address
        .model()
        .map(wanted -> named(listed, wanted))
        .or(() -> first(listed, model -> has(model, "vision")))
        .or(() -> first(listed, model -> true))
        .orElseThrow(
            () ->
                new BackendException.ModelNotFound(
                    address
                        + " is Ollama without a model; pull one that sees, such as: ollama pull"
                        + " qwen3-vl."));
  }

  private static Optional<String> first(List<JsonNode> listed, Predicate<JsonNode> wanted) {
    return listed.stream().filter(wanted).map(OllamaProbe::name).findFirst();
  }

  private String named(List<JsonNode> listed, String wanted) {
    String tagged = wanted.contains(":") ? wanted : wanted + ":latest";
    return first(listed, model -> name(model).equalsIgnoreCase(tagged))
        .orElseThrow(() -> notFound(wanted, listed.stream().map(OllamaProbe::name).toList()));
  }

  private BackendException notFound(String wanted, List<String> names) {
    String shown =
        names.isEmpty()
            ? " It has none."
            : " It has: " + String.join(", ", names.subList(0, Math.min(names.size(), 10))) + ".";
    return new BackendException.ModelNotFound(
        address
            + " has no model \""
            + wanted
            + "\"."
            + DidYouMean.hint(wanted.contains(":") ? wanted : wanted + ":latest", names)
            + shown
            + " To get it: ollama pull "
            + wanted
            + ".");
  }

  private static boolean has(JsonNode model, String capability) {
    return StreamSupport.stream(model.path("capabilities").spliterator(), false)
        .anyMatch(word -> word.asText().equals(capability));
  }

  private static Optional<String> remote(JsonNode shown) {
    return WireJson.text(shown.path("remote_host"));
  }

  /** Of the loaded model, else what its file sets; the default depends on the server's memory. */
  private OptionalInt context(String name, JsonNode shown) {
    Stream<OptionalInt> known = Stream.of(loaded(name), set(shown.path("parameters").asText()));
    return known.filter(OptionalInt::isPresent).findFirst().orElse(OptionalInt.empty());
  }

  private OptionalInt loaded(String name) {
    return StreamSupport.stream(
            probe.object("api/ps").orElse(WireJson.nothing()).path("models").spliterator(), false)
        .filter(model -> name(model).equals(name))
        .map(model -> WireJson.count(model.path("context_length")))
        .findFirst()
        .orElse(OptionalInt.empty());
  }

  private static OptionalInt set(String parameters) {
    Matcher matcher = NUM_CTX.matcher(parameters);
    return matcher.find() && matcher.group(1).length() < 10
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }
}
