package dev.zoetrope.backend;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The decoder with the keys and values of what it has read. Confined to one answer's thread, which
 * closes it.
 */
final class EmbeddedDecoder implements AutoCloseable {
  private static final String INPUTS = "inputs_embeds";

  /**
   * Tokens of a prompt, because the network tells the scores of the whole vocabulary after each of
   * them: of a real SmolVLM's 100 megabytes.
   */
  private static final int AT_ONCE = 512;

  private final EmbeddedNetwork network;
  private final EmbeddedNetwork embed;
  private final EmbeddedConfig config;
  private final EmbeddedSequences sequences;
  private final EmbeddedStop stop;
  private final List<String> wanted;
  private final List<String> present;
  private final Map<String, OnnxTensor> empty = new HashMap<>();
  private Optional<OrtSession.Result> last = Optional.empty();
  private int length;

  EmbeddedDecoder(
      EmbeddedSessions sessions,
      EmbeddedConfig config,
      EmbeddedSequences sequences,
      EmbeddedStop stop)
      throws OrtException {
    network = sessions.decoder();
    embed = sessions.embed();
    this.config = config;
    this.sequences = sequences;
    this.stop = stop;
    wanted = names("past_key_values");
    present = names("present");
    for (String name : wanted) {
      empty.put(
          name,
          network.floats(
              name, FloatBuffer.allocate(0), 1, config.keyHeads(), 0, config.headSize()));
    }
  }

  /** How many tokens it has read. */
  int length() {
    return length;
  }

  /**
   * Reads on.
   *
   * @param embeddings of the next tokens, one after the other
   * @return the score of each token of the vocabulary to come after the last one
   */
  float[] read(float[] embeddings) throws OrtException {
    int width = config.width();
    int all = embeddings.length / width;
    for (int from = 0; from < all; from += AT_ONCE) {
      int count = Math.min(AT_ONCE, all - from);
      FloatBuffer values = FloatBuffer.wrap(embeddings, from * width, count * width).slice();
      try (OnnxTensor inputs = network.floats(INPUTS, values, 1, count, width)) {
        read(inputs, count);
      }
    }
    return lastScores();
  }

  /** Reads one token on, whose embedding never comes to the heap if it need not. */
  float[] read(int token) throws OrtException {
    try (OnnxTensor id = embed.longs(LongBuffer.wrap(new long[] {token}));
        OrtSession.Result result = embed.run(Map.of("input_ids", id), stop)) {
      OnnxTensor embedding = (OnnxTensor) result.get(0);
      if (network.takes(INPUTS, embedding)) {
        read(embedding, 1);
        return lastScores();
      }
      float[] values = new float[config.width()];
      embedding.getFloatBuffer().get(values);
      return read(values);
    }
  }

  private void read(OnnxTensor inputs, int count) throws OrtException {
    try (OnnxTensor mask = network.longs(sequences.ones(length + count));
        OnnxTensor positions = network.longs(sequences.positions(length, length + count))) {
      Map<String, OnnxTensor> feed = past();
      feed.put(INPUTS, inputs);
      feed.put("attention_mask", mask);
      feed.put("position_ids", positions);
      keep(network.run(feed, stop));
    }
    length += count;
  }

  private float[] lastScores() {
    FloatBuffer all = ((OnnxTensor) output("logits")).getFloatBuffer();
    float[] scores = new float[config.vocabulary()];
    all.position(all.limit() - scores.length).get(scores);
    return scores;
  }

  private Map<String, OnnxTensor> past() {
    if (last.isEmpty()) {
      return new HashMap<>(empty);
    }
    Map<String, OnnxTensor> past = new HashMap<>();
    for (int i = 0; i < present.size(); i++) {
      past.put(wanted.get(i), (OnnxTensor) output(present.get(i)));
    }
    return past;
  }

  private OnnxValue output(String name) {
    return last.flatMap(result -> result.get(name)).orElseThrow();
  }

  private void keep(OrtSession.Result next) {
    last.ifPresent(OrtSession.Result::close);
    last = Optional.of(next);
  }

  private List<String> names(String prefix) {
    List<String> names = new ArrayList<>();
    for (int layer = 0; layer < config.layers(); layer++) {
      names.add(prefix + "." + layer + ".key");
      names.add(prefix + "." + layer + ".value");
    }
    return names;
  }

  @Override
  public void close() {
    last.ifPresent(OrtSession.Result::close);
    empty.values().forEach(OnnxTensor::close);
  }
}
