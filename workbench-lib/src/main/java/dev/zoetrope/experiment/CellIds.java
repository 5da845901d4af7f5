package dev.zoetrope.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.zoetrope.backend.Sampling;
import dev.zoetrope.temporal.Encoding;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/**
 * Names requests by what they ask whom, so that one is known again in another process and in a plan
 * that was put into another order. Questions count by their words, not by their ids or answers.
 */
final class CellIds {
  /** 96 bits: two of ten million do not meet. */
  private static final int BYTES = 12;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> sources;
  private final List<String> windows;
  private final List<String> encodings;
  private final List<String> questions;
  private final List<String> backends;
  private final List<String> samplings;
  private final String cache;
  private final MessageDigest digest = sha256();

  CellIds(Plan plan) {
    Plan.Axes axes = plan.axes();
    this.sources = words(axes.sources(), Plan.PlannedSource::uri);
    this.windows = words(axes.windows(), CellIds::window);
    this.encodings = words(axes.encodings(), Encoding::name);
    this.questions = words(axes.questions(), PlannedQuestion::text);
    this.backends = words(axes.backends(), backend -> backend);
    this.samplings = words(axes.samplings(), CellIds::sampling);
    this.cache = plan.cache().name();
  }

  private static <T> List<String> words(List<T> axis, Function<T, String> words) {
    return axis.stream().map(words).map(CellIds::hash).toList();
  }

  /** Of one length, so that no words run into their neighbours. */
  private static String hash(String words) {
    return hex(sha256().digest(words.getBytes(UTF_8)));
  }

  private static String window(Plan.PlannedWindow window) {
    return String.join(" ", window.times().stream().map(Duration::toString).toList())
        + " / "
        + window.spacing();
  }

  private static String sampling(Sampling sampling) {
    return sampling.maxTokens() + " " + sampling.temperature() + " " + sampling.seed();
  }

  synchronized String of(Cell.Place at) {
    digest.update(sources.get(at.source()).getBytes(UTF_8));
    digest.update(windows.get(at.window()).getBytes(UTF_8));
    digest.update(encodings.get(at.encoding()).getBytes(UTF_8));
    digest.update(questions.get(at.question()).getBytes(UTF_8));
    digest.update(backends.get(at.backend()).getBytes(UTF_8));
    digest.update(samplings.get(at.sampling()).getBytes(UTF_8));
    digest.update((cache + " " + at.repetition()).getBytes(UTF_8));
    return hex(digest.digest());
  }

  /** Of all that the plan asks: the same plan in another order, with other limits, is the same. */
  static String fingerprint(Plan plan) {
    CellIds ids = new CellIds(plan);
    ArrayNode asked = JSON.createArrayNode();
    List.of(ids.sources, ids.windows, ids.encodings, ids.questions, ids.backends, ids.samplings)
        .forEach(axis -> add(asked.addArray(), axis));
    plan.axes().questions().forEach(q -> asked.add(String.join(" ", q.about())));
    return hash(asked.add(ids.cache).add(plan.axes().repetitions()).toString());
  }

  private static void add(ArrayNode into, List<String> values) {
    values.forEach(into::add);
  }

  private static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest, 0, BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
