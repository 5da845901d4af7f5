package dev.zoetrope.experiment;

import dev.zoetrope.backend.YamlPlace;
import dev.zoetrope.media.DidYouMean;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the questions of a plan. */
final class QuestionReader {
  static final List<String> QUESTION = List.of("id", "text", "kind", "about", "rule");
  static final List<String> RULE =
      List.of("choice", "answer", "yes_no", "number", "direction", "regex", "set");

  private static final Map<String, Boolean> YES_NO =
      Map.of("yes", true, "no", false, "true", true, "false", false);

  private final List<String> sources;

  /**
   * @param sources ids that a question may be about
   */
  QuestionReader(List<String> sources) {
    this.sources = sources;
  }

  List<PlannedQuestion> read(List<YamlPlace> items) {
    List<PlannedQuestion> questions = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (YamlPlace item : items) {
      String usual = "prompt-" + (questions.size() + 1);
      PlannedQuestion question = PlanFields.checked(item, () -> question(item, usual));
      if (!ids.add(question.id())) {
        throw item.wrong("the id " + question.id() + " stands here twice; give it another.");
      }
      questions.add(question);
    }
    return questions;
  }

  private PlannedQuestion question(YamlPlace place, String usual) {
    if (place.isText()) {
      return new PlannedQuestion(usual, place.text());
    }
    PlanFields fields = PlanFields.of(place, QUESTION);
    return new PlannedQuestion(
        fields.text("id").orElse(usual),
        fields.required("text", "text: Which way does it move?").text(),
        fields.text("kind"),
        PlanFields.each(fields.list("about"), this::source, source -> source),
        fields.place("rule").map(QuestionReader::rule));
  }

  private String source(YamlPlace place) {
    String id = place.text();
    if (!sources.contains(id)) {
      throw place.wrong("no source has this id." + DidYouMean.hint(id, sources));
    }
    return id;
  }

  /** {@code {number: 3}}, {@code {choice: [left, right], answer: left}} and so on. */
  static Rule rule(YamlPlace place) {
    PlanFields fields = PlanFields.of(place, RULE);
    List<String> kinds = RULE.stream().filter(f -> !f.equals("answer") && fields.has(f)).toList();
    if (kinds.size() != 1 || fields.has("answer") != fields.has("choice")) {
      throw place.wrong(
          "one rule is expected, such as {number: 3} or {choice: [left, right], answer: left}.");
    }
    return PlanFields.checked(place, () -> rule(fields, kinds.get(0)));
  }

  private static Rule rule(PlanFields fields, String kind) {
    return switch (kind) {
      case "choice" -> new Rule.Choice(texts(fields, kind), fields.text("answer").orElseThrow());
      case "yes_no" -> new Rule.YesNo(fields.word(kind, YES_NO).orElseThrow());
      case "number" -> new Rule.Number(fields.number(kind).orElseThrow());
      case "direction" -> new Rule.Direction(fields.text(kind).orElseThrow());
      case "regex" -> new Rule.Regex(fields.text(kind).orElseThrow());
      default -> new Rule.SetOf(texts(fields, kind));
    };
  }

  private static List<String> texts(PlanFields fields, String field) {
    return fields.list(field).stream().map(YamlPlace::text).toList();
  }
}
