package dev.zoetrope.exam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zoetrope.Workbench;
import dev.zoetrope.WorkbenchConfig;
import dev.zoetrope.backend.ContentPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes prompts of the held-out file, spread over all but those about motion alone, so that other
 * engines can be asked the same: {@code ParityPaper held-out.jsonl.gz FOLDER 500} makes {@code
 * prompts.jsonl} and the pictures that it names.
 */
public final class ParityPaper {
  private ParityPaper() {}

  public static void main(String[] words) throws IOException {
    Path folder = Files.createDirectories(Path.of(words[1]));
    int count = Integer.parseInt(words[2]);
    List<Asked> all = asked(ModelExam.views(Path.of(words[0])));
    List<String> lines = new ArrayList<>();
    try (Workbench workbench = Workbench.open(WorkbenchConfig.defaults())) {
      ExamPaper paper = new ExamPaper(workbench);
      for (int i = 0; i < count; i++) {
        Asked asked = all.get((int) ((long) i * all.size() / count));
        lines.add(prompt(i, asked, paper, folder).toString());
      }
    }
    Files.write(folder.resolve("prompts.jsonl"), lines);
  }

  private static List<Asked> asked(List<JsonNode> views) {
    List<Asked> all = new ArrayList<>();
    for (JsonNode view : views) {
      for (JsonNode question : view.path("questions")) {
        if (!question.path("kind").asText().startsWith("direction, ")) {
          all.add(new Asked(view, question));
        }
      }
    }
    return all;
  }

  private record Asked(JsonNode view, JsonNode question) {}

  private static ObjectNode prompt(int id, Asked asked, ExamPaper paper, Path folder)
      throws IOException {
    ObjectNode prompt = ModelExam.JSON.createObjectNode().put("id", id);
    prompt.put("mode", asked.view.path("mode").asText());
    prompt.put("kind", asked.question.path("kind").asText());
    prompt.put("answer", asked.question.path("answer").asText());
    ArrayNode parts = prompt.putArray("parts");
    String question = asked.question.path("question").asText();
    for (ContentPart part : paper.show(asked.view).asking(question)) {
      ObjectNode told = parts.addObject();
      if (part instanceof ContentPart.Image image) {
        String file = id + "-" + parts.size() + "." + image.image().mime().substring(6);
        Files.write(folder.resolve(file), image.image().bytes());
        told.put("image", file);
      } else if (part instanceof ContentPart.Text text) {
        told.put("text", text.text());
      }
    }
    return prompt;
  }
}
