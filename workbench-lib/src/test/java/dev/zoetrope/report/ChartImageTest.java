package dev.zoetrope.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.metrics.PhaseChart;
import dev.zoetrope.metrics.PhaseChart.Bar;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ChartImageTest {
  private static final OptionalDouble NONE = OptionalDouble.empty();
  private static final int ENCODE = 0xFF56B4E9;
  private static final int PREFILL = 0xFFE69F00;
  private static final int DECODE = 0xFF009E73;

  @Test
  void itIsAPngOfTheSizeThatWasAsked() throws IOException {
    BufferedImage image = drawn(bar("a · x", 3, 5, 20), bar("b · x", 4, 6, 30));

    assertThat(image.getWidth()).isEqualTo(640);
    assertThat(image.getHeight()).isEqualTo(320);
    assertThat(colours(image)).contains(ENCODE, PREFILL, DECODE);
  }

  @Test
  void theSameBarsAreTheSameBytes() {
    PhaseChart chart = new PhaseChart("t", List.of(bar("a · x", 3, 5, 20)));

    assertThat(ChartImage.png(chart, 640, 320)).isEqualTo(ChartImage.png(chart, 640, 320));
  }

  @Test
  void aPhaseThatNobodyMeasuredIsNotDrawn() throws IOException {
    Bar server = new Bar("a · x", NONE, OptionalDouble.of(5), OptionalDouble.of(20));

    assertThat(colours(drawn(server))).contains(PREFILL, DECODE).doesNotContain(ENCODE);
  }

  @Test
  void aBarThatNobodyMeasuredIsDrawnAsNothing() throws IOException {
    assertThat(colours(drawn(new Bar("a", NONE, NONE, NONE))))
        .doesNotContain(ENCODE, PREFILL, DECODE);
    assertThat(ChartImage.png(new PhaseChart("nobody", List.of()), 640, 320)).isNotEmpty();
  }

  @Test
  void higherBarsAreLonger() throws IOException {
    BufferedImage image = drawn(bar("a · x", 0, 0, 10), bar("b · x", 0, 0, 20));
    int half = 0;
    int whole = 0;
    for (int y = 0; y < 320; y++) {
      half += image.getRGB(165, y) == DECODE ? 1 : 0;
      whole += image.getRGB(385, y) == DECODE ? 1 : 0;
    }
    assertThat(whole).isBetween(2 * half - 4, 2 * half + 4).isGreaterThan(100);
  }

  @Test
  void itHasNoBackgroundOfItsOwn() throws IOException {
    assertThat(drawn(bar("a", 1, 1, 1)).getRGB(1, 1) >>> 24).isZero();
  }

  @Test
  void labelsNameWhatIsMissing() {
    assertThat(
            BarLabels.of(
                List.of(
                    bar("a", 1, 1, 1),
                    new Bar("b", NONE, NONE, OptionalDouble.of(1)),
                    new Bar("c", NONE, OptionalDouble.of(1), NONE),
                    new Bar("d", NONE, NONE, NONE))))
        .containsExactly("a", "b (prefill n/a)", "c (decode n/a)", "d (n/a)");
  }

  @Test
  void labelsSayOnlyWhatDiffers() {
    assertThat(labels("embedded:tiny · grid", "http://h:1#m · grid"))
        .containsExactly("embedded:tiny", "h:1#m");
    assertThat(labels("a · single", "a · grid")).containsExactly("single", "grid");
    assertThat(labels("a · x", "a · x")).containsExactly("a · x", "a · x #2");
    assertThat(labels("a · x")).containsExactly("a · x");
    assertThat(labels("x".repeat(99)).get(0)).hasSize(30).endsWith("…");
  }

  private static List<String> labels(String... names) {
    return BarLabels.of(Stream.of(names).map(n -> bar(n, 1, 1, 1)).toList());
  }

  private static Bar bar(String label, double encode, double prefill, double decode) {
    return new Bar(
        label, OptionalDouble.of(encode), OptionalDouble.of(prefill), OptionalDouble.of(decode));
  }

  private static BufferedImage drawn(Bar... bars) throws IOException {
    byte[] png = ChartImage.png(new PhaseChart("Prefill and decode", List.of(bars)), 640, 320);
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  private static Set<Integer> colours(BufferedImage image) {
    Set<Integer> colours = new HashSet<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        colours.add(image.getRGB(x, y));
      }
    }
    return colours;
  }
}
