package dev.zoetrope.exam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zoetrope.Workbench;
import dev.zoetrope.WorkbenchConfig;
import dev.zoetrope.backend.Sampling;
import dev.zoetrope.backend.TokenStream;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.backend.VlmRequest;
import dev.zoetrope.metrics.SuppressForbidden;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Asks a model the held-out questions on the product's own path (synthetic source, encoding, JPEG,
 * engine) and prints how many answers were right, by question and by encoding: {@code ModelExam
 * held-out.jsonl.gz embedded:tiny}. Exact match, greedy.
 */
public final class ModelExam {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_TOKENS = 64;

  private ModelExam() {}

  @SuppressForbidden("a program whose result is what it prints")
  public static void main(String[] words) throws IOException, InterruptedException {
    List<JsonNode> views = views(Path.of(words[0]));
    for (String uri : List.of(words).subList(1, words.length)) {
      try (Workbench workbench = Workbench.open(WorkbenchConfig.defaults())) {
        Score score = new Score();
        VlmBackend model = workbench.backend(uri);
        ExamPaper paper = new ExamPaper(workbench);
        for (JsonNode view : views) {
          answer(view, paper, model, score);
        }
        System.out.println(score.table(uri));
      }
    }
  }

  static List<JsonNode> views(Path file) throws IOException {
    try (var zipped = new GZIPInputStream(Files.newInputStream(file));
        var lines = new BufferedReader(new InputStreamReader(zipped, StandardCharsets.UTF_8))) {
      return JSON.readerFor(JsonNode.class).<JsonNode>readValues(lines).readAll();
    }
  }

  private static void answer(JsonNode view, ExamPaper paper, VlmBackend model, Score score)
      throws InterruptedException {
    ExamPaper.Shown shown = paper.show(view);
    for (JsonNode question : view.path("questions")) {
      VlmRequest request =
          new VlmRequest(
              shown.asking(question.path("question").asText()), Sampling.greedy(MOST_TOKENS));
      try (TokenStream stream = model.stream(request)) {
        String said = stream.read(event -> {}).text().strip();
        score.note(view, question, said.equals(question.path("answer").asText()));
      }
    }
  }
}
