package dev.zoetrope.kernel.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RenderersTest {
  private final Renderers renderers = Renderers.withPictures();

  @Test
  void aValueWithoutRendererIsItsText() {
    assertThat(renderers.render(List.of(1, 2))).containsExactly(Map.entry("text/plain", "[1, 2]"));
  }

  @Test
  void aValueThatHasNoTextIsNull() {
    Object mute =
        new Object() {
          @Override
          public String toString() {
            return null;
          }
        };

    assertThat(renderers.render(mute)).containsExactly(Map.entry("text/plain", "null"));
  }

  @Test
  void aClassOfACellIsCalledAsTheCellCallsIt() {
    assertThat(text("REPL.$JShell$31$Aa@1f")).isEqualTo("Aa@1f");
    assertThat(text("REPL.$JShell$31$Aa$Bb@1f")).isEqualTo("Aa$Bb@1f");
    assertThat(text("REPL.$JShell$31$1@1f")).isEqualTo("anonymous@1f");
    assertThat(text("REPL.$JShell$31$$JShell$anonymous$2@1f")).isEqualTo("anonymous@1f");
    assertThat(text("class REPL.$JShell$31B$1Local")).isEqualTo("class Local");
  }

  @Test
  void aTextStaysAsItIs() {
    assertThat(renderers.render("REPL.$JShell$31$Aa@1f"))
        .containsEntry("text/plain", "REPL.$JShell$31$Aa@1f");
  }

  private Object text(String written) {
    Object value =
        new Object() {
          @Override
          public String toString() {
            return written;
          }
        };
    return renderers.render(value).get("text/plain");
  }

  @Test
  void arraysShowTheirElements() {
    assertThat(renderers.render(new int[][] {{1, 2}, {3}}))
        .containsEntry("text/plain", "[[1, 2], [3]]");
  }

  @Test
  void aRegisteredRendererComesBeforeTheKernelsOwn() {
    renderers.register(Object.class, any -> Map.of("text/html", "mine"));

    assertThat(renderers.render(Map.of(1, 2))).containsEntry("text/html", "mine");
  }

  @Test
  void aRenderedValueStillHasText() {
    renderers.register(List.class, list -> Map.of("text/html", "<ul></ul>"));

    assertThat(renderers.render(List.of(7)))
        .containsEntry("text/html", "<ul></ul>")
        .containsEntry("text/plain", "[7]");
  }

  @Test
  void theMostSpecificTypeWins() {
    renderers.register(Object.class, value -> Map.of("text/html", "object"));
    renderers.register(Collection.class, value -> Map.of("text/html", "collection"));
    assertThat(renderers.render(new ArrayList<>())).containsEntry("text/html", "collection");

    renderers.register(ArrayList.class, value -> Map.of("text/html", "array list"));
    assertThat(renderers.render(new ArrayList<>())).containsEntry("text/html", "array list");

    renderers.unregister(ArrayList.class);
    assertThat(renderers.render(new ArrayList<>())).containsEntry("text/html", "collection");
  }

  @Test
  void bytesTravelAsBase64() {
    renderers.register(Map.class, map -> Map.of("image/webp", new byte[] {1, 2, 3}));

    assertThat(renderers.render(Map.of())).containsEntry("image/webp", "AQID");
  }

  @Test
  void imagesArePictures() {
    Map<String, Object> bundle =
        renderers.render(new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB));

    byte[] png = Base64.getDecoder().decode((String) bundle.get("image/png"));
    assertThat(png).startsWith(0x89, 'P', 'N', 'G');
    assertThat(bundle).containsEntry("text/plain", "[image 3x2]");
  }

  @Test
  void bytesOfAJpegAreAPictureAndOthersAreNot() {
    byte[] jpeg = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0};

    assertThat(renderers.render(jpeg)).containsKeys("image/jpeg", "text/plain");
    assertThat(renderers.render(new byte[] {1, 2})).containsOnlyKeys("text/plain");
  }

  @Test
  void veryLongTextIsCutAndSaysBy() {
    String text = (String) renderers.render("x".repeat(150_000)).get("text/plain");

    assertThat(text).hasSizeLessThan(100_100).endsWith("… 50000 more characters");
  }

  @Test
  void aFailingRendererNamesTheTypeAndKeepsItsCause() {
    IOException cause = new IOException("disk full");
    renderers.register(
        List.class,
        list -> {
          throw cause;
        });

    assertThatThrownBy(() -> renderers.render(List.of()))
        .isInstanceOf(DisplayException.class)
        .hasMessageContaining("disk full")
        .hasCause(cause);
  }
}
