package dev.zoetrope.kernel.magic;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody meant who mistyped a name. */
public final class Nearest {
  private Nearest() {}

  /** The name that is closest, if one is close enough to be meant. */
  public static Optional<String> to(String typed, Collection<String> names) {
    // One letter is meant by nothing, and nearly any other by two.
    int limit = typed.length() < 3 ? 0 : Math.max(1, typed.length() / 3);
    return names.stream()
        .filter(name -> isMeant(typed, name, limit))
        .min(Comparator.comparingInt((String name) -> apart(typed, name)).thenComparing(n -> n));
  }

  private static boolean isMeant(String typed, String name, int limit) {
    boolean begins = typed.length() > 1 && name.startsWith(typed);
    return begins || apart(typed, name) <= limit;
  }

  private static int apart(String typed, String name) {
    return distance(typed.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
  }

  /** Letters to add, drop, change or swap with the next one. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : cost(a, b, d, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int cost(String a, String b, int[][] d, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int best = Math.min(d[i - 1][j - 1] + (same ? 0 : 1), Math.min(d[i - 1][j], d[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
