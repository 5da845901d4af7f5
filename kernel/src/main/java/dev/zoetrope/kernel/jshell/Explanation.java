package dev.zoetrope.kernel.jshell;

import static java.util.Objects.requireNonNull;

/**
 * What is known of a name: signatures, and documentation where its source is found.
 *
 * @param text for every screen; empty if nothing is known
 * @param html the same with its lists, code and emphasis; of tags it holds a few plain ones alone
 */
public record Explanation(String text, String html) {
  static final Explanation NONE = new Explanation("", "");

  /** Checks that nothing is null. */
  public Explanation {
    requireNonNull(text, "text is null");
    requireNonNull(html, "html is null");
  }

  /** Whether nothing is known. */
  public boolean isEmpty() {
    return text.isEmpty();
  }
}
