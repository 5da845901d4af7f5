package dev.zoetrope.kernel.magic;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds what could stand at the cursor in a magic's line. */
final class Completion {
  private static final Pattern LINE = Pattern.compile("[ \\t]*(%%?)(\\w*)");

  private final Map<String, Magic> magics;

  Completion(Map<String, Magic> magics) {
    this.magics = magics;
  }

  Optional<Suggestions> at(String code, int cursor, Supplier<CellSession> session) {
    int start = code.lastIndexOf('\n', cursor - 1) + 1;
    String typed = code.substring(start, cursor);
    Matcher line = LINE.matcher(typed);
    if (!line.lookingAt()) {
      return inBody(code, cursor, session);
    }
    if (line.end() == typed.length()) {
      return Optional.of(names(line, start, cursor, code.substring(0, start).isBlank()));
    }
    return Optional.ofNullable(magics.get(line.group(2)))
        .filter(magic -> !magic.spec().isCode() || lastWord(typed).startsWith("--"))
        .map(magic -> arguments(magic, typed, cursor, session));
  }

  /** Some magics take a list, one a line. */
  private Optional<Suggestions> inBody(String code, int cursor, Supplier<CellSession> session) {
    Matcher head = LINE.matcher(code.stripLeading());
    boolean isList =
        head.lookingAt() && head.group(1).equals("%%") && head.group(2).equals("maven");
    String typed = code.substring(code.lastIndexOf('\n', cursor - 1) + 1, cursor);
    return isList
        ? Optional.ofNullable(magics.get("maven"))
            .map(magic -> arguments(magic, typed, cursor, session))
        : Optional.empty();
  }

  private Suggestions names(Matcher line, int lineStart, int cursor, boolean isFirst) {
    boolean cellOnly = line.group(1).equals("%%");
    List<String> matches =
        magics.values().stream()
            .map(Magic::spec)
            .filter(spec -> spec.name().startsWith(line.group(2)))
            .flatMap(spec -> titles(spec, cellOnly, isFirst))
            .toList();
    return new Suggestions(lineStart + line.start(1), cursor, matches);
  }

  private static Stream<String> titles(MagicSpec spec, boolean cellOnly, boolean isFirst) {
    Stream<String> onLine =
        spec.fits(false) && !cellOnly ? Stream.of("%" + spec.name()) : Stream.empty();
    Stream<String> onCell =
        spec.fits(true) && isFirst ? Stream.of("%%" + spec.name()) : Stream.empty();
    return Stream.concat(onLine, onCell);
  }

  private static Suggestions arguments(
      Magic magic, String typed, int cursor, Supplier<CellSession> session) {
    String word = lastWord(typed);
    List<String> matches =
        word.startsWith("-")
            ? magic.spec().options().stream()
                .map(MagicOption::name)
                .filter(name -> name.startsWith(word))
                .toList()
            : magic.suggest(word, session.get());
    return new Suggestions(cursor - word.length(), cursor, matches);
  }

  private static String lastWord(String typed) {
    int blank = Math.max(typed.lastIndexOf(' '), typed.lastIndexOf('\t'));
    return typed.substring(blank + 1);
  }

  /** The name of the magic whose name or line the cursor is on. */
  static Optional<String> nameAt(String code, int cursor) {
    int start = code.lastIndexOf('\n', cursor - 1) + 1;
    Matcher line = LINE.matcher(code.substring(start));
    return line.lookingAt() && !line.group(2).isEmpty()
        ? Optional.of(line.group(2))
        : Optional.empty();
  }
}
