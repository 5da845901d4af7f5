package dev.zoetrope.ruler;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What bears on an answer's time: how much a request holds.
 *
 * @param pictures how many
 * @param pictureBytes how large they are in all, decoded
 * @param letters of everything else
 * @param hash the same for the same request
 */
record Prompt(int pictures, long pictureBytes, long letters, int hash) {
  private static final int PICTURE_TOKENS = 256;
  private static final int LETTERS_PER_TOKEN = 4;

  static Prompt of(JsonNode request) {
    Count count = new Count();
    for (String field : new String[] {"system", "messages", "prompt", "contents", "images"}) {
      count.add(field, request.path(field));
    }
    return new Prompt(count.pictures, count.bytes, count.letters, count.hash);
  }

  int tokens() {
    return (int) (letters / LETTERS_PER_TOKEN) + pictures * PICTURE_TOKENS + 1;
  }

  /** How many tokens the request allows; as many as there are, where it does not say. */
  static int most(JsonNode request, int usual) {
    int asked =
        request
            .path("max_tokens")
            .asInt(
                request
                    .path("max_completion_tokens")
                    .asInt(
                        request
                            .path("options")
                            .path("num_predict")
                            .asInt(
                                request.path("generationConfig").path("maxOutputTokens").asInt())));
    return asked > 0 ? Math.min(asked, usual) : usual;
  }

  private static final class Count {
    private int pictures;
    private long bytes;
    private long letters;
    private int hash = 1;

    void add(String field, JsonNode node) {
      if (node.isTextual()) {
        text(field, node.asText());
      } else if (node.isArray()) {
        node.forEach(each -> add(field, each));
      } else {
        for (Map.Entry<String, JsonNode> each : node.properties()) {
          add(each.getKey(), each.getValue());
        }
      }
    }

    private void text(String field, String text) {
      hash = 31 * hash + text.hashCode();
      int data = text.startsWith("data:image") ? text.indexOf("base64,") + 7 : 0;
      if (data > 0 || field.equals("data") || field.equals("images")) {
        pictures++;
        bytes += (text.length() - data) * 3L / 4;
      } else if (field.equals("text") || field.equals("content") || field.equals("prompt")) {
        letters += text.length();
      }
    }
  }
}
