package dev.zoetrope.media;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody who mistyped a name probably meant. */
public final class DidYouMean {
  private DidYouMean() {}

  /** The known name nearest to the typed one, if at most a third of its letters differ. */
  public static Optional<String> nearest(String typed, Collection<String> known) {
    return known.stream()
        .filter(name -> distance(typed, name) <= Math.max(1, name.length() / 3))
        .min(Comparator.comparingInt(name -> distance(typed, name)));
  }

  /** " Did you mean X?" with its leading space, or nothing. */
  public static String hint(String typed, Collection<String> known) {
    return nearest(typed, known).map(name -> " Did you mean " + name + "?").orElse("");
  }

  /** Levenshtein's distance, letter case ignored. */
  private static int distance(String a, String b) {
    String from = a.toLowerCase(Locale.ROOT);
    String to = b.toLowerCase(Locale.ROOT);
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      step(row, from.charAt(i - 1), to, i);
    }
    return row[to.length()];
  }

  private static void step(int[] row, char letter, String to, int i) {
    int diagonal = row[0];
    row[0] = i;
    for (int j = 1; j < row.length; j++) {
      int replaced = diagonal + (letter == to.charAt(j - 1) ? 0 : 1);
      diagonal = row[j];
      row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
    }
  }
}
