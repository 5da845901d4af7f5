package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;

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
 * @param imageSize pixels of the square that the vision encoder sees
 * @param imageTokens how many image tokens one picture takes
 * @param longestEdge pixels to which the longer side is resized first
 * @param rescale what a byte is multiplied by
 * @param mean is subtracted after that, from all three colours
 * @param deviation is divided by after that
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
    int imageSize,
    int imageTokens,
    int longestEdge,
    double rescale,
    double mean,
    double deviation) {
  /** Of a turn; {@code eos_token_id} names the end of a text in some configurations. */
  private static final String END = "<end_of_utterance>";

  static EmbeddedConfig read(EmbeddedFiles files) {
    return read(files, new EmbeddedTokenizer(files.json("tokenizer.json")));
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
        vision.required("image_size").asInt(),
        rows * rows,
        pixels.required("size").required("longest_edge").asInt(),
        pixels.required("rescale_factor").asDouble(),
        pixels.required("image_mean").required(0).asDouble(),
        pixels.required("image_std").required(0).asDouble());
  }
}
