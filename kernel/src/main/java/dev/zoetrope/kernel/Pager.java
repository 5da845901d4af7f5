package dev.zoetrope.kernel;

import dev.zoetrope.kernel.jshell.JavaSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code String.valueOf?} shows what is known of a name. It is no Java, so nothing is lost. */
final class Pager {
  private static final Pattern QUESTION =
      Pattern.compile("\\s*([\\p{L}_$][\\p{L}\\p{N}_$.]*)(?:\\(\\))?\\?\\s*");

  private Pager() {}

  /** The name that a cell asks about, if that is all it does. */
  static Optional<String> subject(String code) {
    Matcher matcher = QUESTION.matcher(code);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** A payload that front ends show beside or below the cell. */
  static List<Map<String, Object>> payload(JavaSession session, String name) {
    String known = session.editor().inspect(name, name.length());
    String text = known.isEmpty() ? "Nothing is known of " + name + "." : known;
    return List.of(Map.of("source", "page", "start", 0, "data", Map.of("text/plain", text)));
  }
}
