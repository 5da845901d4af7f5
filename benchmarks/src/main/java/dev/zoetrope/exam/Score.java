package dev.zoetrope.exam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Right answers by question and by encoding; of a pair, such as yes and no, also both. */
final class Score {
  private static final String ALL = "all";

  private record Share(int right, int of) {
    Share and(boolean isRight) {
      return new Share(right + (isRight ? 1 : 0), of + 1);
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.3f (%d)", right / (double) of, of);
    }
  }

  private final Map<String, Map<String, Share>> shares = new LinkedHashMap<>();
  private final Map<String, Share> pairs = new LinkedHashMap<>();

  void note(JsonNode view, JsonNode question, boolean right) {
    String mode = view.path("mode").asText();
    String kind = question.path("kind").asText();
    if (!kind.startsWith("direction, ")) {
      add(mode, ALL, right);
    }
    add(mode, kind, right);
    String pair =
        String.join("\t", mode, kind, view.path("view").asText(), question.path("pair").asText());
    pairs.put(pair, pairs.getOrDefault(pair, new Share(0, 0)).and(right));
  }

  private void add(String mode, String kind, boolean right) {
    shares
        .computeIfAbsent(mode, m -> new TreeMap<>())
        .merge(kind, new Share(0, 0).and(right), (before, one) -> before.and(right));
  }

  /** A Markdown table: a row for each question, a column for each encoding. */
  String table(String model) {
    pairs.forEach(this::addBoth);
    pairs.clear();
    StringBuilder text = new StringBuilder("| " + model);
    shares.keySet().forEach(mode -> text.append(" | ").append(mode));
    text.append(" |\n|---").append("|---".repeat(shares.size())).append("|\n");
    shares.values().stream()
        .flatMap(row -> row.keySet().stream())
        .distinct()
        .sorted()
        .forEach(kind -> row(kind, text));
    return text.toString();
  }

  private void addBoth(String pair, Share share) {
    if (share.of() == 2) {
      String[] words = pair.split("\t", -1);
      add(words[0], words[1] + " both", share.right() == 2);
    }
  }

  private void row(String kind, StringBuilder text) {
    text.append("| ").append(kind);
    shares
        .values()
        .forEach(
            of -> text.append(" | ").append(of.containsKey(kind) ? of.get(kind).toString() : ""));
    text.append(" |\n");
  }
}
