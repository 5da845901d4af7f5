package dev.zoetrope.report;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.PhaseChart;
import dev.zoetrope.metrics.PhaseChart.Bar;
import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/** Bars of phases as a picture. */
public final class ChartImage {
  private static final int LABEL_DEGREES = 25;

  private ChartImage() {}

  /**
   * Draws it. A phase that nobody measured is not drawn, and its bar's label says so.
   *
   * @param width pixels
   * @param height pixels
   * @return a PNG
   */
  public static byte[] png(PhaseChart chart, int width, int height) {
    requireNonNull(chart, "chart is null");
    try {
      return BitmapEncoder.getBitmapBytes(
          draw(chart, width, height), BitmapEncoder.BitmapFormat.PNG);
    } catch (IOException e) {
      throw new UncheckedIOException("a picture in memory always writes", e);
    }
  }

  private static CategoryChart draw(PhaseChart chart, int width, int height) {
    CategoryChart drawn =
        new CategoryChartBuilder()
            .width(width)
            .height(height)
            .title(chart.title())
            .yAxisTitle("ms")
            .build();
    drawn.getStyler().setStacked(true).setLegendPosition(Styler.LegendPosition.OutsideE);
    drawn.getStyler().setAvailableSpaceFill(0.6);
    drawn.getStyler().setXAxisLabelRotation(LABEL_DEGREES).setYAxisMin(0.0);
    drawn.getStyler().setChartBackgroundColor(Color.WHITE);
    phase(drawn, "image encode", chart.bars(), Bar::imageEncode);
    phase(drawn, "prefill", chart.bars(), Bar::prefill);
    phase(drawn, "decode", chart.bars(), Bar::decode);
    return drawn;
  }

  private static void phase(
      CategoryChart chart, String name, List<Bar> bars, Function<Bar, OptionalDouble> of) {
    if (bars.stream().anyMatch(bar -> of.apply(bar).isPresent())) {
      // A stacked bar of no height is nothing on the picture.
      List<Double> heights = bars.stream().map(bar -> of.apply(bar).orElse(0)).toList();
      chart.addSeries(name, bars.stream().map(ChartImage::label).toList(), heights);
    }
  }

  private static String label(Bar bar) {
    String missing =
        (bar.prefill().isEmpty() ? " (prefill n/a)" : "")
            + (bar.decode().isEmpty() ? " (decode n/a)" : "");
    return bar.label() + missing;
  }
}
