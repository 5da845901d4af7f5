package dev.zoetrope.backend;

import dev.zoetrope.metrics.PromptForm;
import dev.zoetrope.models.InstalledModel;
import dev.zoetrope.models.ModelVariant;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One form of a model's weights: the files of its three networks.
 *
 * @param uri what it is asked for by
 * @param model how it is called in tables
 * @param files of vision encoder, embeddings and decoder
 * @param folder where they lie, if not in this library
 * @param pictures how a picture gets into the prompt
 */
record EmbeddedVariant(
    String uri,
    String model,
    ModelVariant files,
    Optional<Path> folder,
    PromptForm.Pictures pictures) {
  /** The packaged weights as they were trained. */
  static final EmbeddedVariant FP32 =
      packaged("embedded:tiny", "tiny (fp32)", "vision_encoder.onnx", "decoder_model_merged.onnx");

  /** The matrices of decoder and vision encoder in 8-bit integers. */
  static final EmbeddedVariant INT8 =
      packaged(
          "embedded:tiny-int8",
          "tiny (int8)",
          "vision_encoder_int8.onnx",
          "decoder_model_merged_int8.onnx");

  private static final List<EmbeddedVariant> PACKAGED = List.of(FP32, INT8);

  private static EmbeddedVariant packaged(String uri, String model, String vision, String decoder) {
    ModelVariant files = new ModelVariant(model, vision, "embed_tokens.onnx", decoder);
    return new EmbeddedVariant(uri, model, files, Optional.empty(), PromptForm.Pictures.WHOLE);
  }

  /** A variant in the user's folder of models; how it sees pictures, its configuration says. */
  static EmbeddedVariant installed(InstalledModel model, ModelVariant variant) {
    String name = model.name() + " (" + variant.name() + ")";
    String uri = "embedded:" + model.name() + "#" + variant.name();
    return new EmbeddedVariant(
        uri, name, variant, Optional.of(model.folder()), PromptForm.Pictures.AS_CONFIGURED);
  }

  /** The same weights as they are asked for there. */
  EmbeddedVariant askedAs(EmbeddedAddress address, PromptForm.Pictures configured) {
    return new EmbeddedVariant(
        address.addedTo(uri),
        address.addedToName(model),
        files,
        folder,
        address.pictures().orElse(configured));
  }

  /** How its answers' prompts were made. */
  PromptForm form() {
    return new PromptForm(pictures, PromptForm.Source.ENGINE);
  }

  static Optional<EmbeddedVariant> of(String uri) {
    return PACKAGED.stream().filter(variant -> variant.uri.equals(uri)).findFirst();
  }

  static List<String> uris() {
    return PACKAGED.stream().map(EmbeddedVariant::uri).toList();
  }
}
