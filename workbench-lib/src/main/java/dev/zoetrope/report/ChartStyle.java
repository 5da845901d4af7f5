package dev.zoetrope.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler;

/** How a chart looks: no background, words in a grey that reads on white and on black. */
final class ChartStyle {
  static final Color CLEAR = new Color(0, 0, 0, 0);
  private static final Color WORDS = new Color(0x80, 0x80, 0x80);
  private static final Color LINES = new Color(0x80, 0x80, 0x80, 0x50);

  // Told apart by the colour-blind too.
  static final Color ENCODE = new Color(0x56, 0xB4, 0xE9);
  static final Color PREFILL = new Color(0xE6, 0x9F, 0x00);
  static final Color DECODE = new Color(0x00, 0x9E, 0x73);

  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 14);
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

  private static final int SIDES = 220;
  private static final int LETTER = 7;
  private static final int DEGREES = -25;

  private ChartStyle() {}

  static void apply(CategoryStyler style, List<String> labels, int width) {
    style.setStacked(true).setShowStackSum(true).setLabelsVisible(false).setAvailableSpaceFill(0.5);
    style.setLabelsFont(FONT).setLabelsFontColorAutomaticEnabled(false).setLabelsFontColor(WORDS);
    style.setXAxisLabelRotation(fits(labels, width) ? 0 : DEGREES).setYAxisMin(0.0);
    style.setPlotGridVerticalLinesVisible(false).setPlotGridLinesColor(LINES);
    style.setPlotGridLinesStroke(new BasicStroke(1)).setAxisTickLabelsFont(FONT);
    style.setAxisTickLabelsColor(WORDS).setAxisTitleFont(FONT).setAxisTickMarksColor(LINES);
    style.setXAxisTitleColor(WORDS).setYAxisTitleColor(WORDS);
    background(style);
    style.setLegendPosition(Styler.LegendPosition.OutsideE).setLegendFont(FONT);
    style.setChartTitleFont(TITLE).setBaseFont(FONT).setChartFontColor(WORDS);
  }

  private static void background(CategoryStyler style) {
    style.setChartBackgroundColor(CLEAR).setPlotBackgroundColor(CLEAR).setPlotBorderVisible(false);
    style.setLegendBackgroundColor(CLEAR).setLegendBorderColor(CLEAR);
    style.setChartTitleBoxVisible(false);
  }

  private static boolean fits(List<String> labels, int width) {
    int longest = labels.stream().mapToInt(Visible::columns).max().orElse(0);
    return longest * LETTER * labels.size() <= width - SIDES;
  }
}
