package dev.zoetrope.kernel.magic;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** {@code %who}. */
final class WhoMagic implements Magic {
  private static final int MAX_VALUE = 60;

  @Override
  public MagicSpec spec() {
    return MagicSpec.line(
            "who",
            "[NAME…]",
            "Lists the variables, methods and types that cells declared, with their types and short values.")
        .example("%who");
  }

  @Override
  public void run(MagicCall call) {
    List<Row> rows =
        call.session().declared().stream()
            .filter(each -> call.words().isEmpty() || call.words().contains(each.name()))
            .map(WhoMagic::row)
            .toList();
    if (rows.isEmpty()) {
      call.print(
          call.words().isEmpty() ? "Nothing is declared yet.\n" : "None of these is declared.\n");
    } else {
      call.displays().show(rows);
    }
  }

  private record Row(String name, String kind, String type, String value) {}

  private static Row row(Declared declared) {
    String value =
        declared.kind().equals("variable")
            ? declared.value().map(WhoMagic::brief).orElse("null")
            : "";
    return new Row(declared.name(), declared.kind(), declared.type(), value);
  }

  /** Without calling code of the user's, which may take long or fail. */
  private static String brief(Object value) {
    if (value instanceof Collection<?> collection && isJdk(value)) {
      return collection.size() + " elements";
    }
    if (value instanceof Map<?, ?> map && isJdk(value)) {
      return map.size() + " entries";
    }
    if (value.getClass().isArray()) {
      return java.lang.reflect.Array.getLength(value) + " elements";
    }
    boolean plain = value instanceof CharSequence || value instanceof Number || isSmall(value);
    return plain && isJdk(value) ? cut(value.toString()) : "";
  }

  private static boolean isSmall(Object value) {
    return value instanceof Boolean || value instanceof Character || value instanceof Enum<?>;
  }

  private static boolean isJdk(Object value) {
    return value.getClass().getClassLoader() == null || value instanceof Enum<?>;
  }

  private static String cut(String text) {
    String line = text.replace('\n', ' ');
    return line.length() <= MAX_VALUE ? line : line.substring(0, MAX_VALUE) + "…";
  }

  @Override
  public List<String> suggest(String typed, CellSession session) {
    return names(typed, session);
  }

  static List<String> names(String typed, CellSession session) {
    return session.declared().stream()
        .map(Declared::name)
        .filter(name -> name.startsWith(typed))
        .distinct()
        .sorted()
        .toList();
  }
}
