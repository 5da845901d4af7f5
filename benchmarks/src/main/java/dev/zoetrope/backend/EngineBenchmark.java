package dev.zoetrope.backend;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.metrics.PromptForm.Pictures;
import dev.zoetrope.metrics.SuppressForbidden;
import dev.zoetrope.metrics.Ticker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The embedded engine for {@code engine.py}: for each line of its input, the names of pictures, one
 * of its output, the times in milliseconds of the steps with the weights that are loaded once.
 * Nobody ends the answer: as many tokens are made as are asked for.
 */
public final class EngineBenchmark {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Ticker TICKER = Ticker.system();
  private static final int QUESTIONS = 16;

  private final EmbeddedModel model;
  private final int tokens;

  private EngineBenchmark(EmbeddedModel model, int tokens) {
    this.model = model;
    this.tokens = tokens;
  }

  /**
   * @param words how many tokens each answer has
   */
  @SuppressForbidden("a program whose result is what it prints")
  public static void main(String[] words)
      throws IOException, InterruptedException, OrtException, ExecutionException {
    EmbeddedPool pool = new EmbeddedPool(OrtEnvironment::getEnvironment);
    try (EmbeddedPool.Lease lease = pool.acquire(EmbeddedFiles.packaged(), EmbeddedVariant.FP32);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      EngineBenchmark engine = new EngineBenchmark(lease.model(), Integer.parseInt(words[0]));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println(engine.answer(JSON.readTree(line)));
      }
    }
  }

  private ObjectNode answer(JsonNode asked)
      throws IOException, InterruptedException, OrtException, ExecutionException {
    VlmRequest request = request(asked);
    return asked.path("together").asBoolean()
        ? together(request)
        : steps(request, form(asked), asked.path("twice").asBoolean());
  }

  private static Pictures form(JsonNode asked) {
    return asked.path("split").asBoolean() ? Pictures.SPLIT : Pictures.WHOLE;
  }

  private static VlmRequest request(JsonNode asked) throws IOException {
    List<ContentPart> parts = new ArrayList<>();
    for (var picture : asked.path("pictures")) {
      byte[] bytes = Files.readAllBytes(Path.of(picture.asText()));
      parts.add(new ContentPart.Image(EncodedImage.ofForeign(bytes)));
    }
    parts.add(new ContentPart.Text(asked.path("question").asText()));
    return new VlmRequest(parts, Sampling.greedy(64));
  }

  /**
   * @param twice encodes the one tile of a picture once more as its whole, as others do
   */
  private ObjectNode steps(VlmRequest request, Pictures form, boolean twice) throws OrtException {
    try (EmbeddedStop stop = new EmbeddedStop()) {
      long start = TICKER.nanos();
      EmbeddedPrompt prompt = EmbeddedPrompt.of(request, model.tokenizer(), model.config(), form);
      List<FloatBuffer> planes = new ArrayList<>();
      for (ContentPart.Image picture : request.images().toList()) {
        EmbeddedTiles tiles = prompt.pictures().get(planes.size());
        planes.add(model.planes(model.pixels().of(picture.image(), 0, tiles, stop).get(0)));
      }
      long read = TICKER.nanos();
      List<float[]> features = new ArrayList<>();
      int squares = form == Pictures.SPLIT ? 2 : 1;
      for (FloatBuffer each : planes) {
        float[] seen = model.encode(each, stop);
        for (int i = 0; i < squares; i++) {
          features.add(i > 0 && twice ? model.encode(each, stop) : seen);
        }
      }
      long encoded = TICKER.nanos();
      planes.forEach(model::release);
      float[] embeddings = model.embed(prompt.ids(), stop);
      splice(prompt.ids(), features, embeddings);
      return decode(embeddings, stop)
          .put("prompt", prompt.ids().length)
          .put("read", millis(start, read))
          .put("encode", millis(read, encoded))
          .put("prefill", millis(encoded, prefilled))
          .put("decode", millis(prefilled, TICKER.nanos()));
    }
  }

  private long prefilled;

  private ObjectNode decode(float[] embeddings, EmbeddedStop stop) throws OrtException {
    ObjectNode told = JSON.createObjectNode();
    ArrayNode ids = told.putArray("tokens");
    EmbeddedSampler best = new EmbeddedSampler(Sampling.greedy(tokens));
    try (EmbeddedDecoder decoder = model.decoder(stop)) {
      int token = best.pick(decoder.read(embeddings));
      prefilled = TICKER.nanos();
      ids.add(token);
      ArrayNode each = told.putArray("each");
      while (ids.size() < tokens) {
        long from = TICKER.nanos();
        token = best.pick(decoder.read(token));
        each.add(millis(from, TICKER.nanos()));
        ids.add(token);
      }
    }
    return told;
  }

  private void splice(int[] ids, List<float[]> features, float[] embeddings) {
    int width = model.config().width();
    int rows = model.config().imageTokens();
    int row = 0;
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] == model.config().imageToken()) {
        System.arraycopy(
            features.get(row / rows), row % rows * width, embeddings, i * width, width);
        row++;
      }
    }
  }

  /** Whole answers, one after the other and then four at a time. */
  private ObjectNode together(VlmRequest request) throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Object>> questions = new ArrayList<>();
      for (int i = 0; i < QUESTIONS; i++) {
        questions.add(() -> run(request));
      }
      long start = TICKER.nanos();
      for (Callable<Object> question : questions) {
        threads.submit(question).get();
      }
      long inTurn = TICKER.nanos();
      for (Future<Object> answer : threads.invokeAll(questions)) {
        answer.get();
      }
      return JSON.createObjectNode()
          .put("in_turn", millis(start, inTurn))
          .put("together", millis(inTurn, TICKER.nanos()));
    } finally {
      threads.shutdownNow();
    }
  }

  private FinishReason run(VlmRequest request) throws OrtException {
    EmbeddedReporter nobody = new EmbeddedReporter(TICKER, event -> {});
    try (EmbeddedStop stop = new EmbeddedStop()) {
      return new EmbeddedAnswer(model, request, Pictures.WHOLE, stop, nobody).run();
    }
  }

  private static double millis(long from, long to) {
    return (to - from) / 1e6;
  }
}
