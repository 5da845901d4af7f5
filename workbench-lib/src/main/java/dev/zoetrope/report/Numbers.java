package dev.zoetrope.report;

import dev.zoetrope.metrics.Reading;
import dev.zoetrope.metrics.Table.Cell;
import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as people read them: three significant digits, whole numbers whole, never scientific. */
final class Numbers {
  private static final MathContext DIGITS = new MathContext(3);

  private Numbers() {}

  static String of(Cell cell) {
    if (cell instanceof Cell.Text text) {
      return text.text().strip();
    }
    Reading reading = ((Cell.Number) cell).reading();
    return reading instanceof Reading.Value value ? of(value.value()) : "n/a";
  }

  static String of(double value) {
    if (value == Math.rint(value) || Math.abs(value) >= 1000) {
      return BigDecimal.valueOf(Math.rint(value)).toBigInteger().toString();
    }
    return BigDecimal.valueOf(value).round(DIGITS).toPlainString();
  }
}
