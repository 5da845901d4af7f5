package dev.zoetrope.cli;

import dev.zoetrope.media.DidYouMean;
import java.math.BigDecimal;
import java.math.BigInteger;
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
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?[Dd]?");
  private static final Pattern WHOLE = Pattern.compile("-?\\d+[Ll]?");
  private static final Pattern BOOLEAN = Pattern.compile("true|false");

  private final String code;

  ParameterCell(String code) {
    this.code = code;
  }

  String with(String name, String value) {
    Matcher declaration = DECLARATION.matcher(code);
    while (declaration.find()) {
      if (declaration.group(2).equals(name)) {
        String replaced = declaration.group(1) + fitted(declaration, value) + declaration.group(4);
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
  private static String fitted(Matcher declaration, String value) {
    String name = declaration.group(2);
    String old = declaration.group(3);
    if (old.startsWith("\"")) {
      return literal(value);
    }
    if (BOOLEAN.matcher(old).matches()) {
      return checked(name, value, BOOLEAN, "true or false");
    }
    if (WHOLE.matcher(old).matches()) {
      return whole(name, value, isLong(declaration.group(1), old));
    }
    if (NUMBER.matcher(old).matches()) {
      return decimal(name, value);
    }
    throw new IllegalArgumentException(
        "The parameter \""
            + name
            + "\" is not a text, a number or true/false, so -p cannot replace it.");
  }

  private static boolean isLong(String declared, String old) {
    return declared.strip().startsWith("long ") || old.endsWith("L") || old.endsWith("l");
  }

  /** Written anew: "010" is ten, which Java would take for eight. */
  private static String whole(String name, String value, boolean isLong) {
    try {
      BigInteger number = new BigInteger(value.strip());
      return isLong ? number.longValueExact() + "L" : String.valueOf(number.intValueExact());
    } catch (NumberFormatException e) {
      throw refused(name, value, "a whole number");
    } catch (ArithmeticException e) {
      throw refused(
          name, value, isLong ? "a whole number below 2^63" : "a whole number below 2 147 483 648");
    }
  }

  private static String decimal(String name, String value) {
    try {
      BigDecimal number = new BigDecimal(value.strip());
      if (Double.isInfinite(number.doubleValue())) {
        throw refused(name, value, "a number below 1.8e308");
      }
      return String.valueOf(number.doubleValue());
    } catch (NumberFormatException e) {
      throw refused(name, value, "a number");
    }
  }

  private static String checked(String name, String value, Pattern form, String words) {
    if (form.matcher(value).matches()) {
      return value;
    }
    throw refused(name, value, words);
  }

  private static IllegalArgumentException refused(String name, String value, String words) {
    return new IllegalArgumentException(
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
