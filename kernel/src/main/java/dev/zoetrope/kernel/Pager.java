package dev.zoetrope.kernel;

import dev.zoetrope.kernel.jshell.JavaSession;
import dev.zoetrope.kernel.magic.Magics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code String.valueOf?}, {@code ?String} and {@code %maven?} show what is known of a name. That
 * is no Java, so nothing is lost.
 */
final class Pager {
  private static final String NAME = "(%{0,2}[\\p{L}_$][\\p{L}\\p{N}_$.]*)(?:\\(\\))?";

  private static final Pattern QUESTION =
      Pattern.compile("\\s*(?:" + NAME + "\\?{1,2}|\\?{1,2}" + NAME + ")\\s*");

  private Pager() {}

  /** The name that a cell asks about, if that is all it does. */
  static Optional<String> subject(String code) {
    Matcher matcher = QUESTION.matcher(code);
    return matcher.matches()
        ? Optional.ofNullable(matcher.group(1)).or(() -> Optional.of(matcher.group(2)))
        : Optional.empty();
  }

  /** A payload that front ends show beside or below the cell. */
  static List<Map<String, Object>> payload(JavaSession session, Magics magics, String name) {
    String known =
        name.startsWith("%")
            ? magics.explain(name, name.length()).orElse("")
            : session.editor().inspect(name, name.length()).text();
    String text = known.isEmpty() ? "Nothing is known of " + name + "." : known;
    return List.of(Map.of("source", "page", "start", 0, "data", Map.of("text/plain", text)));
  }
}
