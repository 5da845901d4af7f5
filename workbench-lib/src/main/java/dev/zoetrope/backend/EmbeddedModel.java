package dev.zoetrope.backend;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.zoetrope.backend.BackendException.ModelUnavailable;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Loaded weights: the three networks of the Hugging Face layout in ONNX Runtime, with the tokenizer
 * that belongs to them. Thread-safe: many answers may run at once. Its owner closes it when none
 * does.
 */
final class EmbeddedModel implements AutoCloseable {
  private final EmbeddedConfig config;
  private final EmbeddedTokenizer tokenizer;
  private final EmbeddedPixels pixels;
  private final EmbeddedSequences sequences;
  private final EmbeddedSessions sessions;

  /** No pixel of a square is padding. */
  private final OnnxTensor everything;

  /** Between uses, so that answers make none anew: they lie outside the heap. */
  private final Queue<FloatBuffer> squares = new ConcurrentLinkedQueue<>();

  private EmbeddedModel(
      EmbeddedConfig config, EmbeddedTokenizer tokenizer, EmbeddedSessions sessions)
      throws OrtException {
    this.config = config;
    this.tokenizer = tokenizer;
    this.sessions = sessions;
    pixels = new EmbeddedPixels(config.processor());
    sequences = new EmbeddedSequences(config.context());
    int side = config.processor().square();
    everything = sessions.vision().yes(side * side, 1, 1, side, side);
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
      return open(runtime, files, variant);
    } catch (OrtException e) {
      throw new ModelUnavailable(
          "ONNX Runtime cannot load " + variant.uri() + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw EmbeddedConfig.unlike(variant, e);
    } catch (LinkageError e) {
      throw new ModelUnavailable(noNatives(), e);
    }
  }

  private static EmbeddedModel open(
      Supplier<OrtEnvironment> runtime, EmbeddedFiles files, EmbeddedVariant variant)
      throws OrtException {
    EmbeddedOpening<EmbeddedSessions> opening =
        EmbeddedOpening.begin(
            variant.uri(), () -> EmbeddedSessions.open(runtime.get(), files, variant));
    EmbeddedTokenizer tokenizer;
    EmbeddedConfig config;
    try {
      tokenizer = new EmbeddedTokenizer(files.json("tokenizer.json"));
      config = EmbeddedConfig.read(files, tokenizer);
    } catch (RuntimeException e) {
      opening.abandon(e, EmbeddedSessions::close);
      throw e;
    }
    return new EmbeddedModel(config, tokenizer, opening.opened());
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

  /** A square as the encoder takes it; {@link #release} it when it has been encoded. */
  FloatBuffer planes(EmbeddedRaster square) {
    FloatBuffer spare = squares.poll();
    FloatBuffer planes = spare == null ? pixels.room() : spare;
    pixels.fill(planes, square);
    return planes;
  }

  /** Gives back what {@link #planes} gave. */
  void release(FloatBuffer planes) {
    squares.add(planes);
  }

  /** One square's features, row by row. */
  float[] encode(FloatBuffer planes, EmbeddedStop stop) throws OrtException {
    int size = config.processor().square();
    EmbeddedNetwork vision = sessions.vision();
    try (OnnxTensor values = vision.floats("pixel_values", planes, 1, 1, 3, size, size);
        OrtSession.Result result =
            vision.run(Map.of("pixel_values", values, "pixel_attention_mask", everything), stop)) {
      return floats(result);
    }
  }

  /** The tokens' embeddings, one after the other. */
  float[] embed(int[] tokens, EmbeddedStop stop) throws OrtException {
    LongBuffer ids = LongBuffer.wrap(Arrays.stream(tokens).asLongStream().toArray());
    EmbeddedNetwork embed = sessions.embed();
    try (OnnxTensor input = embed.longs(ids);
        OrtSession.Result result = embed.run(Map.of("input_ids", input), stop)) {
      return floats(result);
    }
  }

  /** A decoder with an empty cache, for one answer. */
  EmbeddedDecoder decoder(EmbeddedStop stop) throws OrtException {
    return new EmbeddedDecoder(sessions, config, sequences, stop);
  }

  @Override
  public void close() {
    everything.close();
    sessions.close();
  }

  /** The numbers of a network's first output, in whatever precision it has them. */
  private static float[] floats(OrtSession.Result result) {
    FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
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
