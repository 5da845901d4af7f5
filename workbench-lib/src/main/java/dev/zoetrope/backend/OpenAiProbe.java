package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.backend.WireServer.Engine;
import dev.zoetrope.media.DidYouMean;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Finds out what answers at an address that speaks the OpenAI API, by GETs alone. Who it is follows
 * from what it says of itself, never from its port.
 */
final class OpenAiProbe {
  private final HttpKeys keys;
  private final HttpAddress address;

  OpenAiProbe(HttpProbe probe) {
    this.keys = probe.keys();
    this.address = probe.address();
  }

  /**
   * The server with the model that the address names, or its first.
   *
   * @param models what its list of models brought
   * @throws BackendException if it is nobody that we can talk to
   */
  WireServer identify(HttpProbe.Got models, ServerFinder.Known known) {
    List<JsonNode> listed = listed(models);
    if (listed.isEmpty() || known.engine() == Engine.TRANSFORMERS) {
      return unlisted(models, known, listed.stream().map(OpenAiProbe::id).toList());
    }
    JsonNode chosen = chosen(listed);
    JsonNode told = told(known, id(chosen));
    OptionalInt context = context(known, chosen, told);
    return new WireServer(
        address,
        known.engine(),
        version(known, models),
        id(chosen),
        listed.stream().map(OpenAiProbe::id).toList(),
        context,
        vision(known, chosen, told),
        address.model().isPresent(),
        new WireServer.Told(sees(known, chosen, listed), known.prefixes()));
  }

  private static Map<String, Boolean> sees(
      ServerFinder.Known known, JsonNode chosen, List<JsonNode> listed) {
    Map<String, Boolean> sees = new HashMap<>();
    JsonNode own = known.facts().path("modalities").path("vision");
    if (own.isBoolean()) {
      sees.put(id(chosen), own.asBoolean());
    }
    for (JsonNode model : listed) {
      eyes(model, told(known, id(model))).ifPresent(eyes -> sees.put(id(model), eyes));
    }
    return sees;
  }

  private static Optional<String> version(ServerFinder.Known known, HttpProbe.Got models) {
    return switch (known.engine()) {
      case LITELLM -> Optional.ofNullable(models.headers().get("x-litellm-version"));
      case MLX_VLM ->
          Optional.ofNullable(models.headers().get("Server"))
              .map(word -> word.replaceFirst("^mlx_vlm/?", ""));
      default -> known.version();
    };
  }

  /** What LM Studio's own list says of the model. */
  private static JsonNode told(ServerFinder.Known known, String name) {
    return StreamSupport.stream(known.facts().path("data").spliterator(), false)
        .filter(model -> id(model).equals(name))
        .findFirst()
        .orElse(WireJson.nothing());
  }

  private static List<JsonNode> listed(HttpProbe.Got models) {
    return models.json().map(json -> json.path("data")).stream()
        .flatMap(data -> StreamSupport.stream(data.spliterator(), false))
        .filter(model -> WireJson.text(model.path("id")).isPresent())
        .toList();
  }

  private static String id(JsonNode model) {
    return model.path("id").asText();
  }

  /** Who it is, as far as its list of models says. */
  static Engine engine(HttpProbe.Got models) {
    List<JsonNode> listed = listed(models);
    String server = String.valueOf(models.headers().get("Server"));
    if (server.equals("llama.cpp") || owned(listed, "llamacpp")) {
      return Engine.LLAMA_CPP;
    }
    if (server.startsWith("mlx_vlm")) {
      return Engine.MLX_VLM;
    }
    if (models.headers().get("x-litellm-version") != null) {
      return Engine.LITELLM;
    }
    if (owned(listed, "sglang")) {
      return Engine.SGLANG;
    }
    return owned(listed, "vllm") ? Engine.VLLM : Engine.OTHER;
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

  private static OptionalInt context(ServerFinder.Known known, JsonNode model, JsonNode told) {
    return Stream.of(
            known.facts().path("default_generation_settings").path("n_ctx"),
            known.facts().path("max_total_tokens"),
            told.path("loaded_context_length"),
            told.path("max_context_length"),
            model.path("max_model_len"),
            model.path("meta").path("n_ctx"),
            model.path("context_length"))
        .map(WireJson::count)
        .filter(OptionalInt::isPresent)
        .findFirst()
        .orElse(OptionalInt.empty());
  }

  /** Whoever does not say is believed to see. */
  private static boolean vision(ServerFinder.Known known, JsonNode model, JsonNode told) {
    JsonNode eyes = known.facts().path("modalities").path("vision");
    if (eyes.isBoolean()) {
      return eyes.asBoolean();
    }
    return eyes(model, told).orElse(true);
  }

  private static Optional<Boolean> eyes(JsonNode model, JsonNode told) {
    if (told.path("type").isTextual()) {
      return Optional.of(told.path("type").asText().equals("vlm"));
    }
    JsonNode modalities = model.path("architecture").path("input_modalities");
    return Optional.of(modalities)
        .filter(JsonNode::isArray)
        .map(
            words ->
                StreamSupport.stream(words.spliterator(), false)
                    .anyMatch(word -> word.asText().equals("image")));
  }

  /**
   * A server without a list is believed only if the user named the model and it is a server's
   * fault; transformers serve lists what lies in its cache, which need not be what it serves.
   */
  private WireServer unlisted(
      HttpProbe.Got models, ServerFinder.Known known, List<String> believed) {
    String name =
        address
            .model()
            .filter(n -> known.engine() == Engine.TRANSFORMERS || isFaulty(models, known))
            .or(() -> believed.stream().findFirst())
            .orElse("");
    WireServer server =
        new WireServer(
            address,
            known.engine(),
            known.version(),
            name,
            believed,
            OptionalInt.empty(),
            true,
            true);
    if (name.isEmpty()) {
      throw refusal(models, server);
    }
    return server;
  }

  /** Without its key LiteLLM fails so too. */
  private static boolean isFaulty(HttpProbe.Got models, ServerFinder.Known known) {
    return models.status() >= 500 && models.status() != 503 && known.engine() != Engine.LITELLM;
  }

  private BackendException refusal(HttpProbe.Got models, WireServer server) {
    WireErrors errors = new WireErrors(server, keys);
    if (server.engine() == Engine.TRANSFORMERS) {
      return new BackendException.ModelNotFound(
          "transformers serve at "
              + address.withPort()
              + " does not tell its model; write the name or folder that it was started with behind"
              + " a #.");
    }
    if (server.engine() == Engine.LITELLM && !models.fine()) {
      return errors.of(401, models.headers(), models.body());
    }
    if (List.of(401, 403, 429, 503, 529).contains(models.status())) {
      return errors.of(models.status(), models.headers(), models.body());
    }
    if (models.status() >= 500) {
      return new BackendException.Rejected(
          models.status(),
          address
              + " cannot list its models (HTTP "
              + models.status()
              + where(models)
              + "); look at the server's log.");
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
