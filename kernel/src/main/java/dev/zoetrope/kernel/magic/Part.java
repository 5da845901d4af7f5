package dev.zoetrope.kernel.magic;

/** A piece of a cell: Java, or a magic. */
public sealed interface Part {
  /**
   * Lines of Java.
   *
   * @param code with empty lines before it, so that its lines keep the numbers that they have in
   *     the cell
   */
  record Java(String code) implements Part {}

  /**
   * A magic as it is written.
   *
   * @param cell whether it heads a cell
   * @param name without per cent signs
   * @param arguments the rest of its line
   * @param line its line in the cell, counted from 1
   * @param column where the arguments begin in the line, counted from 0
   * @param body the rest of the cell, with empty lines before it; empty for a line magic
   */
  record Call(boolean cell, String name, String arguments, int line, int column, String body)
      implements Part {
    String title() {
      return (cell ? "%%" : "%") + name;
    }
  }
}
