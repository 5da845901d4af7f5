package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In llama.cpp's prompt form the embedded engine is held to a real llama-server. */
class EmbeddedSplitIT {
  @RegisterExtension static final LlamaServer LLAMA = LlamaServer.vision();

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST = 24;

  private final HttpClient http = HttpClient.newHttpClient();

  @ParameterizedTest
  @CsvSource({
    "What do you see?, f0.png",
    "How many shapes are there?, pair.png",
    "Describe what happens., f0.png f1.png f2.png f3.png",
    "Which way does the red circle move?, f3.png f2.png f1.png f0.png"
  })
  void theSamePromptGetsTheSameAnswer(String question, String names) throws Exception {
    VlmRequest request = EmbeddedFixtures.ask(question, names.split(" "));
    JsonNode theirs = complete(request, question);
    try (EmbeddedFactory factory = new EmbeddedFactory(Ticker.system())) {
      VlmBackend split = factory.connect("embedded:tiny?pictures=split");
      Completion ours = split.stream(request).read(event -> {});

      assertThat(ours.usage().prompt()).hasValue(theirs.at("/timings/prompt_n").asInt());
      assertThat(ours.text()).isEqualTo(theirs.path("content").asText());
    }
  }

  /** At its raw door: the chat door puts a space of its own before pictures. */
  private JsonNode complete(VlmRequest request, String question)
      throws IOException, InterruptedException {
    String marker = get("/props").path("media_marker").asText("<__media__>");
    ObjectNode body = JSON.createObjectNode();
    body.put("temperature", 0).put("n_predict", MOST).put("cache_prompt", false);
    ObjectNode prompt = body.putObject("prompt");
    String pictures = marker.repeat(request.imageCount());
    prompt.put(
        "prompt_string",
        "<|im_start|>User:" + pictures + question + "<end_of_utterance>\nAssistant:");
    ArrayNode data = prompt.putArray("multimodal_data");
    request
        .images()
        .map(image -> Base64.getEncoder().encodeToString(image.image().bytes()))
        .forEach(data::add);
    return send(
        HttpRequest.newBuilder(URI.create(LLAMA.uri() + "/completion"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build());
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(LLAMA.uri() + path)).build());
  }

  private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
    return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }
}
