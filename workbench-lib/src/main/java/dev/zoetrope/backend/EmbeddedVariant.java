package dev.zoetrope.backend;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The forms in which the embedded model's weights come. */
enum EmbeddedVariant {
  /** The weights as they were trained. */
  FP32("embedded:tiny", "tiny (fp32)", ""),
  /** The matrices of decoder and vision encoder in 8-bit integers. */
  INT8("embedded:tiny-int8", "tiny (int8)", "_int8");

  private final String uri;
  private final String model;
  private final String suffix;

  EmbeddedVariant(String uri, String model, String suffix) {
    this.uri = uri;
    this.model = model;
    this.suffix = suffix;
  }

  String uri() {
    return uri;
  }

  String model() {
    return model;
  }

  String visionFile() {
    return "vision_encoder" + suffix + ".onnx";
  }

  String embedFile() {
    return "embed_tokens.onnx";
  }

  String decoderFile() {
    return "decoder_model_merged" + suffix + ".onnx";
  }

  static Optional<EmbeddedVariant> of(String uri) {
    return Arrays.stream(values()).filter(variant -> variant.uri.equals(uri)).findFirst();
  }

  static List<String> uris() {
    return Arrays.stream(values()).map(EmbeddedVariant::uri).toList();
  }
}
