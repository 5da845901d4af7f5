package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.backend.BackendException.ModelUnavailable;

/**
 * What the engine must know of the weights, from their own {@code config.json} and {@code
 * preprocessor_config.json}.
 *
 * @param layers decoder layers, each with a key and a value cache
 * @param keyHeads heads of a cache
 * @param headSize numbers of a head
 * @param width numbers of an embedding
 * @param vocabulary tokens known
 * @param context tokens that prompt and answer may have together
 * @param imageToken the token whose embedding a picture's features replace
 * @param endToken the token that ends an answer
 * @param imageTokens how many image tokens one square of a picture takes
 * @param processor what becomes of a picture before
 */
record EmbeddedConfig(
    int layers,
    int keyHeads,
    int headSize,
    int width,
    int vocabulary,
    int context,
    int imageToken,
    int endToken,
    int imageTokens,
    EmbeddedProcessor processor) {
  /** Of a turn; {@code eos_token_id} names the end of a text in some configurations. */
  private static final String END = "<end_of_utterance>";

  /** Of an installed model, before anything of it is loaded. */
  static EmbeddedConfig read(EmbeddedFiles files, EmbeddedVariant variant) {
    try {
      return read(files, new EmbeddedTokenizer(files.json("tokenizer.json")));
    } catch (IllegalArgumentException e) {
      throw unlike(variant, e);
    }
  }

  static ModelUnavailable unlike(EmbeddedVariant variant, IllegalArgumentException cause) {
    return new ModelUnavailable(
        variant.uri() + " is not of the SmolVLM family: " + cause.getMessage(), cause);
  }

  static EmbeddedConfig read(EmbeddedFiles files, EmbeddedTokenizer tokenizer) {
    return of(files.json("config.json"), files.json("preprocessor_config.json"), tokenizer);
  }

  /** Some configurations leave it out. */
  private static int headSize(JsonNode text) {
    return text.has("head_dim")
        ? text.required("head_dim").asInt()
        : text.required("hidden_size").asInt() / text.required("num_attention_heads").asInt();
  }

  private static EmbeddedConfig of(JsonNode config, JsonNode pixels, EmbeddedTokenizer tokenizer) {
    JsonNode text = config.required("text_config");
    JsonNode vision = config.required("vision_config");
    int side = vision.required("image_size").asInt() / vision.required("patch_size").asInt();
    int rows = side / config.required("scale_factor").asInt();
    return new EmbeddedConfig(
        text.required("num_hidden_layers").asInt(),
        text.required("num_key_value_heads").asInt(),
        headSize(text),
        text.required("hidden_size").asInt(),
        text.required("vocab_size").asInt(),
        text.required("max_position_embeddings").asInt(),
        config.required("image_token_id").asInt(),
        tokenizer.special(END),
        rows * rows,
        EmbeddedProcessor.of(pixels, vision.required("image_size").asInt()));
  }
}
