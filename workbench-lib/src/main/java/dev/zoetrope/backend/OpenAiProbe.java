package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.media.DidYouMean;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Finds out what answers at an address that speaks the OpenAI API, by GETs alone. Who it is follows
 * from what it says of itself, never from its port.
 */
final class OpenAiProbe {
  private final HttpProbe probe;
  private final HttpKeys keys;
  private final HttpAddress address;

  OpenAiProbe(HttpProbe probe) {
    this.probe = probe;
    this.keys = probe.keys();
    this.address = probe.address();
  }

  /**
   * Asks the server who it is.
   *
   * @param models what its list of models brought
   * @throws BackendException if it is nobody that we can talk to
   */
  OpenAiServer identify(HttpProbe.Got models) {
    List<JsonNode> listed = listed(models);
    OpenAiServer.Engine engine = engine(models, listed);
    if (listed.isEmpty()) {
      return unlisted(models);
    }
    JsonNode chosen = chosen(listed);
    return switch (engine) {
      case LLAMA_CPP -> llama(listed, chosen);
      case VLLM -> described(OpenAiServer.Engine.VLLM, version(), listed, chosen);
      case OLLAMA, OTHER -> described(OpenAiServer.Engine.OTHER, Optional.empty(), listed, chosen);
    };
  }

  /** Whether this list of models names a server that has a name of its own here. */
  static boolean names(HttpProbe.Got models) {
    return engine(models, listed(models)) != OpenAiServer.Engine.OTHER;
  }

  private static List<JsonNode> listed(HttpProbe.Got models) {
    return models.json().map(json -> json.path("data")).stream()
        .flatMap(data -> StreamSupport.stream(data.spliterator(), false))
        .filter(model -> OpenAiJson.text(model.path("id")).isPresent())
        .toList();
  }

  private static String id(JsonNode model) {
    return model.path("id").asText();
  }

  private static OpenAiServer.Engine engine(HttpProbe.Got models, List<JsonNode> listed) {
    if ("llama.cpp".equals(models.headers().get("Server")) || owned(listed, "llamacpp")) {
      return OpenAiServer.Engine.LLAMA_CPP;
    }
    return owned(listed, "vllm") ? OpenAiServer.Engine.VLLM : OpenAiServer.Engine.OTHER;
  }

  private static boolean owned(List<JsonNode> listed, String owner) {
    return listed.stream().anyMatch(model -> model.path("owned_by").asText().equals(owner));
  }

  private JsonNode chosen(List<JsonNode> listed) {
    if (address.model().isEmpty()) {
      return listed.get(0);
    }
    String name = address.model().get();
    return listed.stream()
        .filter(model -> named(model, name))
        .findFirst()
        .orElseThrow(() -> notFound(name, listed.stream().map(OpenAiProbe::id).toList()));
  }

  /** llama-server's default name is a whole path; its last part is enough. */
  private static boolean named(JsonNode model, String name) {
    return id(model).equals(name)
        || model.path("owned_by").asText().equals("llamacpp")
            && id(model).replaceFirst("^.*[/\\\\]", "").equals(name);
  }

  private BackendException notFound(String name, List<String> names) {
    return new BackendException.ModelNotFound(
        address
            + " has no model \""
            + name
            + "\"."
            + DidYouMean.hint(name, names)
            + " It has: "
            + String.join(", ", names.subList(0, Math.min(names.size(), 10)))
            + (names.size() > 10 ? ", and " + (names.size() - 10) + " more." : "."));
  }

  private OpenAiServer llama(List<JsonNode> listed, JsonNode chosen) {
    JsonNode props = probe.object("props").orElse(OpenAiJson.nothing());
    JsonNode vision = props.path("modalities").path("vision");
    OptionalInt context = OpenAiJson.count(props.path("default_generation_settings").path("n_ctx"));
    return new OpenAiServer(
        address,
        OpenAiServer.Engine.LLAMA_CPP,
        OpenAiJson.text(props.path("build_info")),
        id(chosen),
        listed.stream().map(OpenAiProbe::id).toList(),
        context.isPresent() ? context : context(chosen),
        vision.isBoolean() ? vision.asBoolean() : vision(chosen),
        address.model().isPresent());
  }

  private OpenAiServer described(
      OpenAiServer.Engine engine,
      Optional<String> version,
      List<JsonNode> listed,
      JsonNode chosen) {
    return new OpenAiServer(
        address,
        engine,
        version,
        id(chosen),
        listed.stream().map(OpenAiProbe::id).toList(),
        context(chosen),
        vision(chosen),
        address.model().isPresent());
  }

  private static OptionalInt context(JsonNode model) {
    return Stream.of(
            model.path("max_model_len"),
            model.path("meta").path("n_ctx"),
            model.path("context_length"))
        .map(OpenAiJson::count)
        .filter(OptionalInt::isPresent)
        .findFirst()
        .orElse(OptionalInt.empty());
  }

  /** Whoever does not say is believed to see. */
  private static boolean vision(JsonNode model) {
    JsonNode modalities = model.path("architecture").path("input_modalities");
    return !modalities.isArray()
        || StreamSupport.stream(modalities.spliterator(), false)
            .anyMatch(modality -> modality.asText().equals("image"));
  }

  private Optional<String> version() {
    return probe.object("version").flatMap(json -> OpenAiJson.text(json.path("version")));
  }

  /**
   * A server without a list is believed only if the user named the model and it is a server's
   * fault.
   */
  private OpenAiServer unlisted(HttpProbe.Got models) {
    String name =
        address.model().filter(n -> models.status() >= 500 && models.status() != 503).orElse("");
    OpenAiServer server =
        new OpenAiServer(
            address,
            OpenAiServer.Engine.OTHER,
            Optional.empty(),
            name,
            List.of(),
            OptionalInt.empty(),
            true,
            true);
    if (name.isEmpty()) {
      throw refusal(models, server);
    }
    return server;
  }

  private BackendException refusal(HttpProbe.Got models, OpenAiServer server) {
    OpenAiErrors errors = new OpenAiErrors(server, keys);
    if (List.of(401, 403, 429, 503, 529).contains(models.status())) {
      return errors.of(models.status(), models.headers(), models.body());
    }
    return new BackendException.Rejected(
        models.status(),
        address
            + " does not speak the OpenAI API: GET "
            + address.at("v1/models").encodedPath()
            + " gave "
            + (models.fine() ? "no list of models" : "HTTP " + models.status())
            + where(models)
            + "; check host and port, and that a model is loaded.");
  }

  private static String where(HttpProbe.Got models) {
    String location = models.headers().get("Location");
    return location == null || models.status() / 100 != 3
        ? ""
        : " (it redirects; use the address it leads to)";
  }
}
