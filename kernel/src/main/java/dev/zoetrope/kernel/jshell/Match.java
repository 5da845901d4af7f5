package dev.zoetrope.kernel.jshell;

import static java.util.Objects.requireNonNull;

/**
 * Something that could stand at the cursor.
 *
 * @param text what to put there
 * @param type what it is, in the words that front ends have icons for: {@code function}, {@code
 *     class}, {@code module}, {@code keyword}, {@code property}, {@code constant}, {@code
 *     instance}, {@code magic}
 * @param signature of a method, what it takes and gives; empty if unknown or of no use
 */
public record Match(String text, String type, String signature) {
  /** Checks that nothing is null. */
  public Match {
    requireNonNull(text, "text is null");
    requireNonNull(type, "type is null");
    requireNonNull(signature, "signature is null");
  }

  /** The name alone, without the parenthesis of a call. */
  String name() {
    return nameOf(text);
  }

  static String nameOf(String text) {
    int parenthesis = text.indexOf('(');
    return parenthesis < 0 ? text : text.substring(0, parenthesis);
  }
}
