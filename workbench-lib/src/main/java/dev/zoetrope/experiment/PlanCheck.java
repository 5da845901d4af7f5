package dev.zoetrope.experiment;

import dev.zoetrope.media.DidYouMean;
import dev.zoetrope.temporal.Encoding;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What no plan may have; each complaint is one sentence that ends with what to do. */
final class PlanCheck {
  private static final Pattern LOGIN = Pattern.compile("(?s).*//[^?#\\s]+@.*");
  private static final Pattern SECRET =
      Pattern.compile("(?is).*[?&](key|api_?key|token|password|passwd|pwd|secret|auth)=.*");

  private PlanCheck() {}

  static void check(Plan plan) {
    Plan.Axes axes = plan.axes();
    require(!axes.sources().isEmpty(), "Name at least one source, such as clips/door.mp4.");
    require(!axes.questions().isEmpty(), "Ask at least one question.");
    require(!axes.backends().isEmpty(), "Name at least one backend, such as embedded:tiny.");
    require(axes.repetitions() >= 1, "Repetitions must be at least 1.");
    axes.sources().forEach(source -> source(source.uri()));
    axes.backends().forEach(PlanCheck::backend);
    distinct(axes);
    axes.questions().forEach(question -> about(question, ids(axes)));
    once(axes);
    require(plan.size() > 0, "No question is about any of the sources.");
  }

  private static void distinct(Plan.Axes axes) {
    distinct(ids(axes), "source");
    distinct(axes.windows(), "window");
    distinct(axes.encodings().stream().map(Encoding::name).toList(), "encoding");
    distinct(axes.questions().stream().map(PlannedQuestion::id).toList(), "question");
    distinct(axes.backends(), "backend");
    distinct(axes.samplings(), "sampling");
  }

  private static void distinct(List<?> values, String what) {
    Set<Object> seen = new HashSet<>();
    values.forEach(
        value -> require(seen.add(value), "The same " + what + " stands here twice: " + value));
  }

  static List<String> ids(Plan.Axes axes) {
    return axes.sources().stream().map(Plan.PlannedSource::id).toList();
  }

  /** A complaint begins with a small letter where it follows a place in a file. */
  static void source(String uri) {
    require(
        !LOGIN.matcher(uri).matches() && !SECRET.matcher(uri).matches(),
        "a user, password or key never stands in a plan; record the source first and name the"
            + " clip.");
  }

  static void backend(String uri) {
    require(
        !LOGIN.matcher(uri).matches() && !uri.contains("?"),
        "a key never stands in a plan; give the backend a name in backends.yaml and say there where"
            + " its key lies.");
  }

  static void about(PlannedQuestion question, List<String> sources) {
    question
        .about()
        .forEach(
            id ->
                require(
                    sources.contains(id),
                    "no source has the id \"" + id + "\"." + DidYouMean.hint(id, sources)));
  }

  /** The same words about the same source are one question, whatever their ids. */
  private static void once(Plan.Axes axes) {
    for (String source : ids(axes)) {
      Set<String> asked = new HashSet<>();
      for (PlannedQuestion question : axes.questions()) {
        require(
            !question.isAbout(source) || asked.add(question.text()),
            "the question \"" + question.id() + "\" is asked about " + source + " already.");
      }
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
