package dev.zoetrope.kernel.jshell;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TracebackTest {
  /** What WCAG 2.2 asks of bold and large text and of signs. */
  private static final double LEAST_CONTRAST = 3;

  private static final Pattern OF_256 = Pattern.compile("\u001b\\[1;38;5;(\\d+)m");

  /** On what JupyterLab 4 shows errors in its dark and its light theme, and both pages. */
  @Test
  void theNameOfAnErrorReadsOnDarkAndLightThemes() {
    Color ink = ink(Traceback.of(new IllegalStateException("boo")).trace().get(0));

    assertThat(Stream.of("#501f1b", "#ffdddd", "#111111", "#ffffff").map(Color::decode))
        .allSatisfy(ground -> assertThat(contrast(ink, ground)).isGreaterThan(LEAST_CONTRAST));
  }

  private static Color ink(String line) {
    Matcher code = OF_256.matcher(line);
    assertThat(code.find()).isTrue();
    int cube = Integer.parseInt(code.group(1)) - 16;
    return new Color(level(cube / 36), level(cube / 6 % 6), level(cube % 6));
  }

  private static int level(int step) {
    return step == 0 ? 0 : 55 + 40 * step;
  }

  private static double contrast(Color one, Color other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(Color colour) {
    return 0.2126 * linear(colour.getRed())
        + 0.7152 * linear(colour.getGreen())
        + 0.0722 * linear(colour.getBlue());
  }

  private static double linear(int value) {
    double part = value / 255.0;
    return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
  }
}
