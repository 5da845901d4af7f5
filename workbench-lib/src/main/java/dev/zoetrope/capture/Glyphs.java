package dev.zoetrope.capture;

/**
 * Digits and a few letters as dots, so that a label needs no font: a machine without any, as
 * servers are, draws the same bytes as all others.
 */
final class Glyphs {
  static final int ROWS = 7;
  static final int COLUMNS = 5;

  private static final String LETTERS = "0123456789.:-sm ";

  /** Seven rows of five dots for each letter; the highest of the five bits is the leftmost. */
  private static final int[][] DOTS = {
    {14, 17, 19, 21, 25, 17, 14},
    {4, 12, 4, 4, 4, 4, 14},
    {14, 17, 1, 2, 4, 8, 31},
    {31, 2, 4, 2, 1, 17, 14},
    {2, 6, 10, 18, 31, 2, 2},
    {31, 16, 30, 1, 1, 17, 14},
    {6, 8, 16, 30, 17, 17, 14},
    {31, 1, 2, 4, 8, 8, 8},
    {14, 17, 17, 14, 17, 17, 14},
    {14, 17, 17, 15, 1, 2, 12},
    {0, 0, 0, 0, 0, 12, 12},
    {0, 12, 12, 0, 12, 12, 0},
    {0, 0, 0, 31, 0, 0, 0},
    {0, 0, 14, 16, 14, 1, 30},
    {0, 0, 26, 21, 21, 21, 21},
    {0, 0, 0, 0, 0, 0, 0},
  };

  private Glyphs() {}

  /** Whether a dot of this letter is lit; letters that are not known are blank. */
  static boolean lit(char letter, int column, int row) {
    int index = LETTERS.indexOf(letter);
    return index >= 0 && (DOTS[index][row] >> (COLUMNS - 1 - column) & 1) == 1;
  }
}
