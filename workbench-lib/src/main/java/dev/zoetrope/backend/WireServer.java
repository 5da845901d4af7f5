package dev.zoetrope.backend;

import dev.zoetrope.metrics.PromptForm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a probe found out about a server.
 *
 * @param version as the server words it
 * @param model the name that requests carry
 * @param models all names that the server lists
 * @param context tokens
 * @param vision whether the model takes pictures, as far as the server says
 * @param modelChosen whether the user named the model
 * @param told what else it says of itself
 */
record WireServer(
    HttpAddress address,
    Engine engine,
    Optional<String> version,
    String model,
    List<String> models,
    OptionalInt context,
    boolean vision,
    boolean modelChosen,
    Told told) {
  WireServer {
    models = List.copyOf(models);
  }

  /** That says no more of itself. */
  WireServer(
      HttpAddress address,
      Engine engine,
      Optional<String> version,
      String model,
      List<String> models,
      OptionalInt context,
      boolean vision,
      boolean modelChosen) {
    this(address, engine, version, model, models, context, vision, modelChosen, Told.nothing());
  }

  /**
   * What only some servers say of themselves.
   *
   * @param sees by a model's name whether it takes pictures
   * @param prefixes whether prompts are remembered by their beginnings
   */
  record Told(Map<String, Boolean> sees, Optional<Boolean> prefixes) {
    Told {
      sees = Map.copyOf(sees);
    }

    static Told nothing() {
      return new Told(Map.of(), Optional.empty());
    }
  }

  /** Who speaks; decides which extra fields a request may carry. */
  enum Engine {
    LLAMA_CPP("llama.cpp"),
    VLLM("vLLM"),
    OLLAMA("Ollama"),
    SGLANG("SGLang"),
    LM_STUDIO("LM Studio"),
    NIM("NVIDIA NIM"),
    MLX_VLM("MLX-VLM"),
    TGI("Text Generation Inference"),
    LITELLM("LiteLLM"),
    TRANSFORMERS("transformers serve"),
    OPENAI("OpenAI"),
    AZURE("Azure OpenAI"),
    OPENROUTER("OpenRouter"),
    ANTHROPIC("Anthropic"),
    GEMINI("Gemini"),
    OTHER("OpenAI-compatible");

    private final String shown;

    Engine(String shown) {
      this.shown = shown;
    }

    String shown() {
      return shown;
    }
  }

  /** "llama.cpp b10434": who answers, and which version. */
  String named() {
    return engine.shown() + version.map(v -> " " + v).orElse("");
  }

  /** The model's name without the folders that some servers put before it. */
  String shownModel() {
    return switch (engine) {
      case LLAMA_CPP -> model.replaceFirst("^.*[/\\\\]", "");
      case TRANSFORMERS -> model.replaceFirst("^/.*/", "");
      default -> model;
    };
  }

  /** The same with this many tokens of context. */
  WireServer withContext(OptionalInt tokens) {
    return new WireServer(
        address, engine, version, model, models, tokens, vision, modelChosen, told);
  }

  /** The same, which says this of itself. */
  WireServer with(Told said) {
    return new WireServer(
        address, engine, version, model, models, context, vision, modelChosen, said);
  }

  BackendCard card() {
    return new BackendCard(
        address + (modelChosen ? "#" + shownModel() : ""),
        engine.shown(),
        version,
        shownModel(),
        address.onThisMachine() ? BackendCard.THIS_MACHINE : address.host(),
        context,
        OptionalInt.empty(),
        vision,
        note(),
        new BackendCard.Traits(
            models,
            told.sees(),
            WireAdvice.caches(engine, told.prefixes()),
            WirePromptForm.of(this).map(PromptForm::words),
            Optional.of(WireAdvice.reports(engine)),
            WireAdvice.onCard(this)));
  }

  private Optional<String> note() {
    return modelChosen || models.size() < 2
        ? Optional.empty()
        : Optional.of(
            "The first of "
                + models.size()
                + " models; choose another by "
                + address
                + "#"
                + models.get(1)
                + ".");
  }

  /** "tinyvlm at http://127.0.0.1:8080", for messages. */
  @Override
  public String toString() {
    return (model.isEmpty() ? "The server" : shownModel()) + " at " + address.withPort();
  }
}
