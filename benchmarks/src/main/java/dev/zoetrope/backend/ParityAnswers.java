package dev.zoetrope.backend;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.metrics.PromptForm.Pictures;
import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The embedded engine's greedy tokens for prompts that others are asked too, in both forms: {@code
 * ParityAnswers FOLDER MOST} reads {@code squares.jsonl} there and writes {@code embedded.jsonl}.
 */
public final class ParityAnswers {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final int most;
  private final EmbeddedModel model;

  private ParityAnswers(Path folder, int most, EmbeddedModel model) {
    this.folder = folder;
    this.most = most;
    this.model = model;
  }

  public static void main(String[] words) throws IOException, InterruptedException, OrtException {
    Path folder = Path.of(words[0]);
    EmbeddedPool pool = new EmbeddedPool(OrtEnvironment::getEnvironment);
    List<String> lines = new ArrayList<>();
    try (EmbeddedPool.Lease lease = pool.acquire(EmbeddedFiles.packaged(), EmbeddedVariant.FP32)) {
      ParityAnswers answers = new ParityAnswers(folder, Integer.parseInt(words[1]), lease.model());
      for (String line : Files.readAllLines(folder.resolve("squares.jsonl"))) {
        lines.add(answers.both(JSON.readTree(line)).toString());
      }
    }
    Files.write(folder.resolve("embedded.jsonl"), lines);
  }

  private ObjectNode both(JsonNode prompt) throws IOException, OrtException {
    ObjectNode told = JSON.createObjectNode().put("id", prompt.path("id").asInt());
    VlmRequest request = request(prompt.path("parts"));
    told.set("whole", answer(request, Pictures.WHOLE));
    told.set("split", answer(request, Pictures.SPLIT));
    return told;
  }

  private ObjectNode answer(VlmRequest request, Pictures form) throws OrtException {
    EmbeddedReporter reporter = new EmbeddedReporter(Ticker.system(), event -> {});
    try (EmbeddedStop stop = new EmbeddedStop()) {
      new EmbeddedAnswer(model, request, form, stop, reporter).run();
    }
    ObjectNode told = JSON.createObjectNode();
    EmbeddedPrompt prompt = EmbeddedPrompt.of(request, model.tokenizer(), model.config(), form);
    ArrayNode ids = told.putArray("prompt");
    for (int id : prompt.ids()) {
      ids.add(id);
    }
    ArrayNode tokens = told.putArray("tokens");
    reporter.tokens().forEach(tokens::add);
    return told;
  }

  private VlmRequest request(JsonNode parts) throws IOException {
    List<ContentPart> content = new ArrayList<>();
    for (JsonNode part : parts) {
      content.add(
          part.has("image") ? image(part) : new ContentPart.Text(part.get("text").asText()));
    }
    return new VlmRequest(content, Sampling.greedy(most));
  }

  private ContentPart image(JsonNode part) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(part.get("image").asText()));
    return new ContentPart.Image(EncodedImage.ofForeign(bytes));
  }
}
