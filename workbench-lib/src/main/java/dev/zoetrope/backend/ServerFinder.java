package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.backend.WireServer.Engine;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out who answers at an address and how to speak to it: by the protocol that the address
 * names, by the name of a known service's host, and else by what the server says of itself; never
 * by its port.
 */
final class ServerFinder {
  private static final Pattern PREFIX_CACHE =
      Pattern.compile(
          "vllm:cache_config_info\\{[^}]{0,4000}enable_prefix_caching=\"(True|False)\"");

  private final HttpProbe probe;
  private final HttpAddress address;

  ServerFinder(HttpProbe probe) {
    this.probe = probe;
    this.address = probe.address();
  }

  /**
   * The dialect of the server and the model that was chosen.
   *
   * @throws BackendException if nobody answers, or nobody that we can talk to
   */
  Dialect find() {
    return switch (address.api()) {
      case AZURE -> new OpenAiDialect(trusted(Engine.AZURE));
      case GEMINI -> new GeminiDialect(gemini());
      case MESSAGES -> new AnthropicDialect(messages());
      case RESPONSES -> new ResponsesDialect(listed());
      case ANY -> any();
    };
  }

  private Dialect any() {
    HttpProbe.Got models = probe.get("v1/models");
    Engine engine = OpenAiProbe.engine(models);
    if (engine == Engine.OTHER && isOllama()) {
      return new OllamaProbe(probe).identify();
    }
    return new OpenAiDialect(new OpenAiProbe(probe).identify(models, known(engine)));
  }

  private WireServer listed() {
    HttpProbe.Got models = probe.get("v1/models");
    return new OpenAiProbe(probe).identify(models, known(OpenAiProbe.engine(models)));
  }

  private boolean isOllama() {
    return probe.tried("").map(HttpProbe.Got::body).filter(OllamaProbe::greets).isPresent();
  }

  /** Whoever is known is asked for what only it tells; the unknown are asked whether they are. */
  private Known known(Engine engine) {
    return switch (engine) {
      case LLAMA_CPP ->
          Known.of(engine, probe.object("props").orElse(WireJson.nothing()), "build_info");
      case VLLM -> vllm();
      case SGLANG -> sglang().orElse(Known.plain(engine));
      case OTHER -> asked();
      default -> Known.plain(engine);
    };
  }

  private Known vllm() {
    Known known =
        Known.of(Engine.VLLM, probe.object("version").orElse(WireJson.nothing()), "version");
    return known.with(
        probe
            .tried("metrics")
            .filter(HttpProbe.Got::fine)
            .map(got -> PREFIX_CACHE.matcher(got.body()))
            .filter(Matcher::find)
            .map(found -> found.group(1).equals("True")));
  }

  private Known asked() {
    HttpVendor vendor = HttpVendor.of(address.host());
    return switch (vendor) {
      case OPENAI -> Known.plain(Engine.OPENAI);
      case AZURE -> Known.plain(Engine.AZURE);
      case OPENROUTER -> Known.plain(Engine.OPENROUTER);
      case NVIDIA -> Known.plain(Engine.NIM);
      case NONE -> local();
      default -> Known.plain(Engine.OTHER);
    };
  }

  private Known local() {
    return lmStudio()
        .or(this::tgi)
        .or(this::sglang)
        .or(this::nim)
        .or(this::liteLlm)
        .or(this::transformers)
        .orElse(Known.plain(Engine.OTHER));
  }

  private Optional<Known> lmStudio() {
    return probe
        .object("api/v0/models")
        .filter(json -> json.path("data").path(0).path("state").isTextual())
        .map(json -> Known.of(Engine.LM_STUDIO, json, ""));
  }

  private Optional<Known> tgi() {
    return probe
        .object("info")
        .filter(json -> json.path("router").asText().equals("text-generation-router"))
        .map(json -> Known.of(Engine.TGI, json, "version"));
  }

  /** Its newer and its older name. */
  private Optional<Known> sglang() {
    return probe
        .object("server_info")
        .or(() -> probe.object("get_server_info"))
        .filter(json -> json.has("disable_radix_cache"))
        .map(
            json ->
                Known.of(Engine.SGLANG, json, "version")
                    .with(Optional.of(!json.path("disable_radix_cache").asBoolean())));
  }

  private Optional<Known> nim() {
    return probe
        .object("v1/metadata")
        .filter(json -> json.has("modelInfo") || json.has("assetInfo"))
        .map(json -> Known.of(Engine.NIM, json, "version"));
  }

  /** Its page of health is spelled so nowhere else. */
  private Optional<Known> liteLlm() {
    return probe
        .tried("health/liveliness")
        .filter(got -> got.fine() && got.body().contains("I'm alive!"))
        .map(got -> Known.plain(Engine.LITELLM));
  }

  /** It has no name for itself, only pages that others do not have. */
  private Optional<Known> transformers() {
    return probe
        .object("openapi.json")
        .map(json -> json.path("paths"))
        .filter(paths -> paths.has("/load_model") && paths.has("/v1/chat/completions"))
        .map(paths -> Known.plain(Engine.TRANSFORMERS));
  }

  /**
   * What a server tells of itself beside its models.
   *
   * @param facts as it words them; an object without fields where it tells none
   * @param prefixes whether prompts are remembered by their beginnings
   */
  record Known(
      Engine engine, Optional<String> version, JsonNode facts, Optional<Boolean> prefixes) {
    static Known plain(Engine engine) {
      return new Known(engine, Optional.empty(), WireJson.nothing(), Optional.empty());
    }

    Known with(Optional<Boolean> cached) {
      return new Known(engine, version, facts, cached);
    }

    static Known of(Engine engine, JsonNode facts, String version) {
      return new Known(engine, WireJson.text(facts.path(version)), facts, Optional.empty());
    }
  }

  private WireServer messages() {
    if (HttpVendor.of(address.host()) != HttpVendor.ANTHROPIC) {
      return listed();
    }
    HttpProbe.Got models = probe.get("v1/models");
    return new OpenAiProbe(probe).identify(models, Known.plain(Engine.ANTHROPIC));
  }

  private WireServer gemini() {
    JsonNode model =
        probe.object("v1beta/models/" + address.model().orElse("")).orElse(WireJson.nothing());
    OptionalInt context = WireJson.count(model.path("inputTokenLimit"));
    WireServer server = trusted(Engine.GEMINI);
    return server.withContext(context);
  }

  /** A model that nobody lists, by the name that the user gave. */
  private WireServer trusted(Engine engine) {
    String name =
        address
            .model()
            .filter(word -> word.matches("[\\w.:@+-]{1,200}"))
            .orElseThrow(
                () ->
                    new BackendException.ModelNotFound(
                        address
                            + " needs the name of a model"
                            + (engine == Engine.AZURE ? "'s deployment" : "")
                            + "; write it behind a #: "
                            + address.toString().toLowerCase(Locale.ROOT)
                            + "#name."));
    return new WireServer(
        address, engine, Optional.empty(), name, List.of(name), OptionalInt.empty(), true, true);
  }
}
