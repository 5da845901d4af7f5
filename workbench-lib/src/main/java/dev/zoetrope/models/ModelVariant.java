package dev.zoetrope.models;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One number format of a model's weights: its three networks in the Hugging Face layout.
 *
 * @param name such as {@code fp32} or {@code q8}, what stands behind the {@code #}
 * @param vision the vision encoder's file, relative to the model's folder
 * @param embed the file of the tokens' embeddings
 * @param decoder the decoder's file
 */
public record ModelVariant(String name, String vision, String embed, String decoder) {
  /** How each format is called in the names of files. */
  private static final Map<String, String> SUFFIXES = suffixes();

  private static Map<String, String> suffixes() {
    Map<String, String> suffixes = new LinkedHashMap<>();
    suffixes.put("fp32", "");
    suffixes.put("fp16", "_fp16");
    suffixes.put("q8", "_quantized");
    suffixes.put("int8", "_int8");
    suffixes.put("uint8", "_uint8");
    suffixes.put("q4", "_q4");
    suffixes.put("q4f16", "_q4f16");
    suffixes.put("bnb4", "_bnb4");
    return suffixes;
  }

  /** The files of a format as the hub's repositories name them. */
  static ModelVariant onHub(String name) {
    String suffix = Optional.ofNullable(SUFFIXES.get(name)).orElseThrow();
    return new ModelVariant(
        name, "onnx/" + vision(suffix), "onnx/" + embed(suffix), "onnx/" + decoder(suffix));
  }

  /** The formats whose files are there, at the top or under {@code onnx/}. */
  static List<ModelVariant> among(Predicate<String> exists) {
    List<ModelVariant> found = new ArrayList<>();
    SUFFIXES.forEach((name, suffix) -> among(name, suffix, exists).ifPresent(found::add));
    return found;
  }

  private static Optional<ModelVariant> among(
      String name, String suffix, Predicate<String> exists) {
    return Optional.of(exists.test("onnx/" + decoder(suffix)) ? "onnx/" : "")
        .map(place -> of(name, place, suffix, exists))
        .filter(variant -> variant.files().stream().allMatch(exists));
  }

  /** Embeddings are often kept in one format alone. */
  private static ModelVariant of(
      String name, String place, String suffix, Predicate<String> exists) {
    String own = place + embed(suffix);
    String embed = exists.test(own) ? own : place + embed("");
    return new ModelVariant(name, place + vision(suffix), embed, place + decoder(suffix));
  }

  private static String vision(String suffix) {
    return "vision_encoder" + suffix + ".onnx";
  }

  private static String embed(String suffix) {
    return "embed_tokens" + suffix + ".onnx";
  }

  private static String decoder(String suffix) {
    return "decoder_model_merged" + suffix + ".onnx";
  }

  /** All three. */
  public List<String> files() {
    return List.of(vision, embed, decoder);
  }
}
