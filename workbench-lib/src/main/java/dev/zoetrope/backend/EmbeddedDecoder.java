package dev.zoetrope.backend;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The decoder with the keys and values of what it has read. Confined to one answer's thread, which
 * closes it.
 */
final class EmbeddedDecoder implements AutoCloseable {
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final EmbeddedConfig config;
  private final EmbeddedStop stop;
  private final List<String> wanted;
  private final List<String> present;
  private final Map<String, OnnxTensor> empty = new HashMap<>();
  private Optional<OrtSession.Result> last = Optional.empty();
  private int length;

  EmbeddedDecoder(
      OrtEnvironment environment, OrtSession session, EmbeddedConfig config, EmbeddedStop stop)
      throws OrtException {
    this.environment = environment;
    this.session = session;
    this.config = config;
    this.stop = stop;
    wanted = names("past_key_values");
    present = names("present");
    for (String name : wanted) {
      empty.put(name, floats(new float[0], config.keyHeads(), 0, config.headSize()));
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
    int count = embeddings.length / config.width();
    try (OnnxTensor inputs = floats(embeddings, count, config.width());
        OnnxTensor mask = longs(LongStream.generate(() -> 1).limit(length + count));
        OnnxTensor positions = longs(LongStream.range(length, length + count))) {
      Map<String, OnnxTensor> feed = past();
      feed.put("inputs_embeds", inputs);
      feed.put("attention_mask", mask);
      feed.put("position_ids", positions);
      keep(session.run(feed, stop.options()));
    }
    length += count;
    return lastScores();
  }

  private float[] lastScores() {
    float[] scores = EmbeddedModel.floats(last.orElseThrow(), 0);
    return Arrays.copyOfRange(scores, scores.length - config.vocabulary(), scores.length);
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

  private OnnxTensor floats(float[] values, long... shape) throws OrtException {
    long[] batch = LongStream.concat(LongStream.of(1), Arrays.stream(shape)).toArray();
    return OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), batch);
  }

  private OnnxTensor longs(LongStream values) throws OrtException {
    long[] array = values.toArray();
    return OnnxTensor.createTensor(
        environment, LongBuffer.wrap(array), new long[] {1, array.length});
  }

  @Override
  public void close() {
    last.ifPresent(OrtSession.Result::close);
    empty.values().forEach(OnnxTensor::close);
  }
}
