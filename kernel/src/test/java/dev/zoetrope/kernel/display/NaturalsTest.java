package dev.zoetrope.kernel.display;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NaturalsTest {
  private record Answer(String model, int tokens) {}

  private record Named(String name) {
    @Override
    public String toString() {
      return "just " + name;
    }
  }

  private final Renderers renderers = Renderers.withPictures();

  private String html(Object value) {
    return String.valueOf(renderers.render(value).get("text/html"));
  }

  private String text(Object value) {
    return String.valueOf(renderers.render(value).get("text/plain"));
  }

  @Test
  void aListOfRecordsIsATableOfTheirComponents() {
    List<Answer> answers = List.of(new Answer("eye", 7), new Answer("<b>", 120));

    assertThat(html(answers))
        .contains(">model</th>", ">tokens</th>", "<th>1</th>", "right\">120</td>", "&lt;b&gt;")
        .doesNotContain("<b>");
    assertThat(text(answers)).isEqualTo("model  tokens\neye         7\n<b>       120");
  }

  @Test
  void ofManyRowsTheFirstAreShownAndTheOthersCounted() {
    List<Integer> many = IntStream.range(0, 10_000).boxed().toList();
    List<Answer> answers = many.stream().map(i -> new Answer("m", i)).toList();

    assertThat(html(many)).contains(">9</td>", "… 9 990 more").doesNotContain(">10</td>");
    assertThat(html(answers)).contains("… 9 990 more");
    assertThat(text(answers)).endsWith("m           9\n… 9 990 more");
    assertThat(text(many)).startsWith("[0, 1, 2").endsWith("999, … 9 000 more]");
  }

  @Test
  void aShortListOfPlainValuesIsALine() {
    assertThat(renderers.render(List.of("a", "b"))).containsOnlyKeys("text/plain");
    assertThat(renderers.render(List.of())).containsOnlyKeys("text/plain");
    assertThat(renderers.render(new int[] {1, 2})).containsOnlyKeys("text/plain");
  }

  @Test
  void longFractionsAreRoundedInTables() {
    List<Object> numbers = List.of(1 / 3.0, -1e-7 / 3, 2e20 / 3, 0.5, 12_345_678);

    assertThat(html(List.of(numbers)))
        .contains(">0.333333<", ">-3.33333E-8<", ">6.66667E+19<", ">0.5<", ">12345678<");
    assertThat(text(numbers)).contains("0.3333333333333333");
  }

  @Test
  void mapsShowKeysAndValuesInTheirOrder() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("zebra", 1);
    map.put("ant", null);

    assertThat(html(map)).containsSubsequence("zebra", ">1</td>", "ant", "<i>null</i>");
    assertThat(text(map)).isEqualTo("{zebra=1, ant=null}");
  }

  @Test
  void aListOfMapsHasTheKeysOfAllAsColumns() {
    assertThat(html(List.of(Map.of("a", 1), Map.of("b", 2))))
        .contains(">a</th>", ">b</th>", "<i>null</i>");
  }

  @Test
  void linesOfArraysAreAGrid() {
    assertThat(html(new int[][] {{1, 2}, {3}})).contains(">0</th>", ">1</th>", ">3</td>");
    assertThat(html(new int[][] {new int[100]})).contains("… 70 more");
  }

  @Test
  void aRecordShowsItsComponentsUnlessItHasATextOfItsOwn() {
    assertThat(html(new Answer("eye", 7))).contains(">Answer</th>", ">tokens</td>", ">7</td>");
    assertThat(text(new Answer("eye", 7))).isEqualTo("Answer[model=eye, tokens=7]");
    assertThat(renderers.render(new Named("x"))).containsExactly(Map.entry("text/plain", "just x"));
  }

  @Test
  void missingValuesAndMixedListsDoNoHarm() {
    assertThat(html(Arrays.asList(new Answer("a", 1), null, "x".repeat(300))))
        .contains("<i>null</i>", "…");
  }

  @Test
  void aStreamShowsItsFirstElementsAndSaysThatItIsUsedUp() {
    assertThat(text(Stream.iterate(1, i -> i + 1)))
        .contains("[1, 2, 3", "first elements of a stream", "used up");
    assertThat(text(IntStream.of(1, 2))).contains("[1, 2]", "All elements of a stream");
    assertThat(html(Stream.of(new Answer("eye", 7)))).contains(">model</th>", "used up");

    Stream<Integer> used = Stream.of(1);
    text(used);
    assertThat(text(used)).contains("used up before");
  }

  @Test
  void anOptionalLooksLikeWhatIsInIt() {
    assertThat(html(Optional.of(new Answer("eye", 7)))).contains(">tokens</td>");
    assertThat(text(Optional.of(3))).isEqualTo("Optional[3]");
    assertThat(text(Optional.empty())).isEqualTo("Optional.empty");
  }

  @Test
  void durationsAreWrittenForPeople() {
    assertThat(
            List.of(
                text(Duration.ZERO),
                text(Duration.ofNanos(1_500)),
                text(Duration.ofMillis(83_450)),
                text(Duration.ofMinutes(-61)),
                text(Duration.ofDays(2))))
        .containsExactly("0 s", "1.5 µs", "1 min 23.45 s", "-1 h 1 min 0 s", "2 d 0 h 0 min");
  }

  @Test
  void anExceptionIsALineThatOpens() {
    Exception thrown = new IllegalStateException("<boom>", new Exception("cause"));

    assertThat(html(thrown))
        .contains("<summary>", "IllegalStateException: &lt;boom&gt;", "Caused by: java.lang.Exc");
    assertThat(text(thrown)).contains("IllegalStateException: <boom>").doesNotContain("kernel.");
  }

  @Test
  void filesOfPicturesAndVideosAreShown(@TempDir Path folder) throws Exception {
    Path png = folder.resolve("a.PNG");
    ImageIO.write(new BufferedImage(2, 3, BufferedImage.TYPE_INT_RGB), "png", png.toFile());
    Path svg = Files.writeString(folder.resolve("a.svg"), "<svg/>");
    Path video = Files.write(folder.resolve("a.mp4"), new byte[] {1, 2, 3});

    byte[] shown = Base64.getDecoder().decode((String) renderers.render(png).get("image/png"));
    assertThat(ImageIO.read(new ByteArrayInputStream(shown)).getHeight()).isEqualTo(3);
    assertThat(renderers.render(svg)).containsEntry("image/svg+xml", "<svg/>");
    assertThat(html(video)).contains("<video controls", "data:video/mp4;base64,AQID");
    assertThat(text(video.toFile())).isEqualTo(video.toString());
    assertThat(renderers.render(folder.resolve("no.png"))).containsOnlyKeys("text/plain");
    Path bad = Files.write(folder.resolve("bad.png"), new byte[100]);
    assertThat(renderers.render(bad)).containsOnlyKeys("text/plain");
    assertThat(renderers.render(bad).get("text/plain").toString()).contains("no image/png");
    assertThat(renderers.render(new File("notes.txt"))).containsOnlyKeys("text/plain");
  }

  @Test
  void anImageOfAnyTypeIsAPicture() throws Exception {
    BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY);

    byte[] png = Base64.getDecoder().decode((String) renderers.render(image).get("image/png"));

    assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(40);
  }

  @Test
  void aListThatHoldsItselfEnds() {
    List<Object> all = new ArrayList<>();
    all.add(all);
    all.add(1);

    assertThat(text(all)).contains("…");
  }

  @Test
  void htmlHasItsWordsAsText() {
    assertThat(Bundles.of("text/html", "<style>p {}</style><b>0</b> of&nbsp;5 &lt;"))
        .containsEntry("text/plain", "0 of 5 <");
    assertThat(Bundles.of("text/markdown", "*a*")).containsEntry("text/plain", "*a*");
    assertThat(Bundles.of("application/json", "{\"a\":1}"))
        .containsEntry("text/plain", "{\"a\":1}");
    assertThat(Bundles.of("image/svg+xml", "<svg height='50' x=\"1\" width=\"100\"/>"))
        .containsEntry("text/plain", "[SVG picture 100 x 50]");
    assertThat(Bundles.of("image/svg+xml", "<svg/>")).containsEntry("text/plain", "[SVG picture]");
    assertThat(Bundles.of("image/png", new byte[3]))
        .containsEntry("text/plain", "[image/png, 3 bytes]");
  }
}
