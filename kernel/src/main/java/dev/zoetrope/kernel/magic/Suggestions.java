package dev.zoetrope.kernel.magic;

import java.util.List;

/**
 * What could stand at the cursor.
 *
 * @param start where the text to replace begins
 * @param end where it ends
 * @param matches what could stand there instead, best first
 */
public record Suggestions(int start, int end, List<String> matches) {
  /** Copies the matches. */
  public Suggestions {
    matches = List.copyOf(matches);
  }
}
