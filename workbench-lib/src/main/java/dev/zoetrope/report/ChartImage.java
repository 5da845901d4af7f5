package dev.zoetrope.report;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.PhaseChart;
import dev.zoetrope.metrics.PhaseChart.Bar;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import javax.imageio.ImageIO;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** Bars of phases as a picture without a background, readable on light and on dark pages. */
public final class ChartImage {
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
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    try {
      draw(chart, width, height).paint(graphics, width, height);
    } finally {
      graphics.dispose();
    }
    return png(image);
  }

  private static byte[] png(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("a picture in memory always writes", e);
    }
    return bytes.toByteArray();
  }

  private static CategoryChart draw(PhaseChart chart, int width, int height) {
    CategoryChart drawn =
        new CategoryChartBuilder()
            .width(width)
            .height(height)
            .title(chart.title())
            .yAxisTitle("ms")
            .build();
    List<String> labels = BarLabels.of(chart.bars());
    ChartStyle.apply(drawn.getStyler(), labels, width);
    phase(drawn, "image encode", ChartStyle.ENCODE, chart.bars(), Bar::imageEncode);
    phase(drawn, "prefill", ChartStyle.PREFILL, chart.bars(), Bar::prefill);
    phase(drawn, "decode", ChartStyle.DECODE, chart.bars(), Bar::decode);
    if (drawn.getSeriesMap().isEmpty()) {
      nothing(drawn, labels);
    }
    return drawn;
  }

  private static void phase(
      CategoryChart chart,
      String name,
      Color color,
      List<Bar> bars,
      Function<Bar, OptionalDouble> of) {
    if (bars.stream().anyMatch(bar -> of.apply(bar).isPresent())) {
      // A stacked bar of no height is nothing on the picture.
      List<Double> heights = bars.stream().map(bar -> of.apply(bar).orElse(0)).toList();
      chart.addSeries(name, BarLabels.of(bars), heights).setFillColor(color);
    }
  }

  /** The library draws no chart without a series. */
  private static void nothing(CategoryChart chart, List<String> labels) {
    List<String> names = labels.isEmpty() ? List.of("no answers") : labels;
    chart
        .addSeries("nothing measured", names, Collections.nCopies(names.size(), 0.0))
        .setFillColor(ChartStyle.CLEAR);
    chart.getStyler().setYAxisMax(1.0).setYAxisTicksVisible(false);
  }
}
