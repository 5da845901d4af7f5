package dev.zoetrope.cli;

import dev.zoetrope.media.DidYouMean;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Java of a parameters cell: one declaration a line, such as {@code String source =
 * "clip.mp4";}.
 */
final class ParameterCell {
  private static final Pattern DECLARATION =
      Pattern.compile("(?m)^(\\s*[\\w.<>\\[\\], ]+?\\s+(\\w+)\\s*=\\s*)(.+?)(;\\s*(?://.*)?)$");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?[LlFfDd]?");
  private static final Pattern WHOLE = Pattern.compile("-?\\d+");
  private static final Pattern BOOLEAN = Pattern.compile("true|false");

  private final String code;

  ParameterCell(String code) {
    this.code = code;
  }

  String with(String name, String value) {
    Matcher declaration = DECLARATION.matcher(code);
    while (declaration.find()) {
      if (declaration.group(2).equals(name)) {
        String replaced =
            declaration.group(1) + fitted(name, declaration.group(3), value) + declaration.group(4);
        return code.substring(0, declaration.start())
            + replaced
            + code.substring(declaration.end());
      }
    }
    throw new IllegalArgumentException(unknown(name));
  }

  private String unknown(String name) {
    List<String> names = DECLARATION.matcher(code).results().map(m -> m.group(2)).toList();
    return "The notebook has no parameter \""
        + name
        + "\"."
        + DidYouMean.hint(name, names)
        + " It has: "
        + String.join(", ", names)
        + ".";
  }

  /**
   * The value as Java of the same kind as the one that it replaces: nobody's value becomes code.
   */
  private static String fitted(String name, String old, String value) {
    if (old.startsWith("\"")) {
      return literal(value);
    }
    if (BOOLEAN.matcher(old).matches()) {
      return checked(name, value, BOOLEAN, "true or false");
    }
    if (WHOLE.matcher(old).matches()) {
      return checked(name, value, WHOLE, "a whole number");
    }
    if (NUMBER.matcher(old).matches()) {
      return checked(name, value, NUMBER, "a number");
    }
    throw new IllegalArgumentException(
        "The parameter \""
            + name
            + "\" is not a text, a number or true/false, so -p cannot replace it.");
  }

  private static String checked(String name, String value, Pattern form, String words) {
    if (form.matcher(value).matches()) {
      return value;
    }
    throw new IllegalArgumentException(
        "The parameter \"" + name + "\" must be " + words + ", not \"" + value + "\".");
  }

  private static String literal(String value) {
    StringBuilder java = new StringBuilder("\"");
    value.chars().forEach(c -> java.append(escaped((char) c)));
    return java.append('"').toString();
  }

  private static String escaped(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> c < ' ' ? String.format(Locale.ROOT, "\\%03o", (int) c) : String.valueOf(c);
    };
  }
}
