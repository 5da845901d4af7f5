package dev.zoetrope.backend;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.zoetrope.backend.BackendException.ModelUnavailable;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Loaded weights: the three networks of the Hugging Face layout in ONNX Runtime, with the tokenizer
 * that belongs to them. Thread-safe: many answers may run at once. Its owner closes it when none
 * does.
 */
final class EmbeddedModel implements AutoCloseable {
  private final OrtEnvironment environment;
  private final EmbeddedConfig config;
  private final EmbeddedTokenizer tokenizer;
  private final EmbeddedPixels pixels;
  private final EmbeddedSessions sessions;

  private EmbeddedModel(OrtEnvironment environment, EmbeddedFiles files, EmbeddedVariant variant)
      throws OrtException {
    this.environment = environment;
    tokenizer = new EmbeddedTokenizer(files.json("tokenizer.json"));
    config = EmbeddedConfig.read(files, tokenizer);
    pixels = new EmbeddedPixels(config);
    sessions = EmbeddedSessions.open(environment, files, variant);
  }

  /**
   * Loads and checks.
   *
   * @param runtime gets ONNX Runtime; fails with a LinkageError where it has no natives
   * @throws ModelUnavailable if a file is missing or damaged, or this platform cannot run it
   */
  static EmbeddedModel load(
      Supplier<OrtEnvironment> runtime, EmbeddedFiles files, EmbeddedVariant variant) {
    try {
      return new EmbeddedModel(runtime.get(), files, variant);
    } catch (OrtException e) {
      throw new ModelUnavailable(
          "ONNX Runtime cannot load " + variant.uri() + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new ModelUnavailable(
          variant.uri() + " is not of the SmolVLM family: " + e.getMessage(), e);
    } catch (LinkageError e) {
      throw new ModelUnavailable(noNatives(), e);
    }
  }

  EmbeddedConfig config() {
    return config;
  }

  EmbeddedTokenizer tokenizer() {
    return tokenizer;
  }

  EmbeddedPixels pixels() {
    return pixels;
  }

  /** One picture's features, row by row. */
  float[] encode(float[] planes, EmbeddedStop stop) throws OrtException {
    int size = config.imageSize();
    byte[] all = new byte[size * size];
    Arrays.fill(all, (byte) 1);
    try (OnnxTensor values =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(planes), new long[] {1, 1, 3, size, size});
        OnnxTensor mask =
            OnnxTensor.createTensor(
                environment,
                ByteBuffer.wrap(all),
                new long[] {1, 1, size, size},
                OnnxJavaType.BOOL);
        OrtSession.Result result =
            sessions
                .vision()
                .run(
                    Map.of("pixel_values", values, "pixel_attention_mask", mask), stop.options())) {
      return floats(result, 0);
    }
  }

  /** The tokens' embeddings, one after the other. */
  float[] embed(int[] tokens, EmbeddedStop stop) throws OrtException {
    long[] ids = Arrays.stream(tokens).asLongStream().toArray();
    try (OnnxTensor input =
            OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), new long[] {1, ids.length});
        OrtSession.Result result =
            sessions.embed().run(Map.of("input_ids", input), stop.options())) {
      return floats(result, 0);
    }
  }

  /** A decoder with an empty cache, for one answer. */
  EmbeddedDecoder decoder(EmbeddedStop stop) throws OrtException {
    return new EmbeddedDecoder(environment, sessions.decoder(), config, stop);
  }

  @Override
  public void close() {
    sessions.close();
  }

  static float[] floats(OrtSession.Result result, int index) {
    FloatBuffer buffer = ((OnnxTensor) result.get(index)).getFloatBuffer();
    float[] copy = new float[buffer.remaining()];
    buffer.get(copy);
    return copy;
  }

  private static String noNatives() {
    return "The embedded model cannot run on "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.arch")
        + " because ONNX Runtime brings no native library that loads here; use an HTTP backend"
        + " instead, such as http://127.0.0.1:8080.";
  }
}
