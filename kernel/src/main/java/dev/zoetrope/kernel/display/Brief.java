package dev.zoetrope.kernel.display;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes values in few words: of what is long its beginning, and how much more there is. Nothing is
 * written that is not shown.
 */
final class Brief {
  /** Longer texts choke notebooks; a cell that wants all of it can print. */
  static final int MAX_TEXT = 100_000;

  /** Elements of a list that is the value itself. */
  private static final int MAX_ELEMENTS = 1_000;

  /** Elements of a list inside another value. */
  private static final int MAX_INNER = 10;

  private static final int MAX_DEPTH = 4;
  private static final int MAX_DIGITS = 8;

  private Brief() {}

  /** The value as the text of a cell. */
  static String text(Object value) {
    return cut(text(value, MAX_ELEMENTS, 0), MAX_TEXT);
  }

  /** The value as a part of another one. */
  static String inner(Object value, int letters) {
    String whole = value instanceof Double number ? number(number) : text(value, MAX_INNER, 1);
    String text = whole.replace('\n', ' ').replace('\r', ' ');
    return text.length() <= letters ? text : text.substring(0, letters - 1) + "…";
  }

  /** Six digits that count are enough in a table. */
  private static String number(double number) {
    String exact = Double.toString(number);
    return exact.length() <= MAX_DIGITS || !Double.isFinite(number)
        ? exact
        : new BigDecimal(number).round(new MathContext(6)).stripTrailingZeros().toString();
  }

  static String cut(String text, int most) {
    return text.length() <= most
        ? text
        : text.substring(0, most) + "… " + (text.length() - most) + " more characters";
  }

  private static String text(Object value, int most, int depth) {
    if (value == null) {
      return "null";
    }
    if (depth > MAX_DEPTH) {
      return "…";
    }
    if (value instanceof Collection<?> all && isOfTheJdk(value)) {
      return list(all.iterator(), all.size(), most, "[]", each -> text(each, depth));
    }
    if (value instanceof Map<?, ?> map && isOfTheJdk(value)) {
      Function<Map.Entry<?, ?>, String> entry =
          each -> text(each.getKey(), depth) + "=" + text(each.getValue(), depth);
      return list(map.entrySet().iterator(), map.size(), most, "{}", entry);
    }
    if (value.getClass().isArray()) {
      Elements all = new Elements(value);
      return list(all.iterator(), all.size(), most, "[]", each -> text(each, depth));
    }
    return written(value);
  }

  private static String written(Object value) {
    String text = value.toString();
    if (text == null) {
      return "null";
    }
    return value instanceof CharSequence ? text : StackLines.withoutWrappers(text);
  }

  private static String text(Object inner, int depth) {
    return text(inner, MAX_INNER * 10, depth + 1);
  }

  // A class of somebody else's may have a better text of its own.
  private static boolean isOfTheJdk(Object value) {
    return value instanceof Elements || value.getClass().getName().startsWith("java.");
  }

  private static <T> String list(
      Iterator<? extends T> all, int size, int most, String brackets, Function<T, String> write) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < most && all.hasNext(); i++) {
      words.add(write.apply(all.next()));
    }
    if (size > words.size()) {
      words.add(more(size - words.size()));
    }
    return brackets.charAt(0) + String.join(", ", words) + brackets.charAt(1);
  }

  /** For example {@code … 9 990 more}. */
  static String more(long count) {
    return "… " + String.format(java.util.Locale.ROOT, "%,d", count).replace(',', ' ') + " more";
  }
}
