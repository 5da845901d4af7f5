package dev.zoetrope.kernel.magic;

import java.math.BigInteger;
import java.util.Comparator;

/** Puts versions in their order: numbers by value, and 1.0-rc before 1.0. */
final class Versions {
  static final Comparator<String> NEWEST_FIRST = (a, b) -> compare(b, a);

  private Versions() {}

  static int compare(String a, String b) {
    String[] left = tokens(a);
    String[] right = tokens(b);
    for (int i = 0; i < Math.max(left.length, right.length); i++) {
      int order = compareTokens(i < left.length ? left[i] : "", i < right.length ? right[i] : "");
      if (order != 0) {
        return order;
      }
    }
    return a.compareTo(b);
  }

  private static String[] tokens(String version) {
    return version.split("[.\\-_+]|(?<=\\d)(?=[A-Za-z])|(?<=[A-Za-z])(?=\\d)", -1);
  }

  private static int compareTokens(String a, String b) {
    int kinds = Integer.compare(kind(a), kind(b));
    if (kinds != 0) {
      return kinds;
    }
    return kind(a) == 2 ? new BigInteger(a).compareTo(new BigInteger(b)) : a.compareToIgnoreCase(b);
  }

  /** A qualifier comes before the end of a version, a number after it. */
  private static int kind(String token) {
    return token.isEmpty() ? 1 : Character.isDigit(token.charAt(0)) ? 2 : 0;
  }
}
