package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The model's trainer made the fixture with its own scenes and its own pixels. */
class TwinsTest {
  private final JsonNode twins = read();

  private static JsonNode read() {
    try (InputStream in = TwinsTest.class.getResourceAsStream("twins.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new AssertionError("twins.json cannot be read", e);
    }
  }

  @Test
  void aSeedCastsTheSameStageAsInTheTrainer() {
    assertThat(twins.size()).isGreaterThan(200);
    for (JsonNode twin : twins) {
      Stage stage = Casting.stage(twin.path("seed").asLong());
      String seed = "seed " + twin.path("seed");
      assertThat(ground(stage.ground())).as(seed).isEqualTo(twin.path("ground").asText());
      assertThat(stage.actors().stream().map(TwinsTest::words).toList())
          .as(seed)
          .isEqualTo(texts(twin.path("cast")));
      assertThat(stage.grain()).as(seed).isEqualTo(twin.path("grain").asInt());
      assertThat(stage.panX() + "," + stage.panY()).as(seed).isEqualTo(twin.path("pan").asText());
    }
  }

  @Test
  void theTrainerDrawsTheSamePixels() {
    for (JsonNode twin : twins) {
      Raster raster = scene(twin).draw(twin.path("index").asInt());
      assertThat(sha256(pixels(raster)))
          .as("seed " + twin.path("seed"))
          .isEqualTo(twin.path("sha256").asText());
    }
  }

  private static Scene scene(JsonNode twin) {
    String uri =
        "synthetic:shapes?seed="
            + twin.path("seed").asLong()
            + "&frames="
            + twin.path("frames").asInt()
            + "&size="
            + twin.path("width").asInt()
            + "x"
            + twin.path("height").asInt();
    return SyntheticSource.scene(SourceUri.parse(uri), uri);
  }

  private static String ground(Ground ground) {
    return ground.pattern().name().toLowerCase(Locale.ROOT)
        + " "
        + ground.first().word()
        + " "
        + ground.second().word()
        + " "
        + ground.cell()
        + " "
        + ground.floor();
  }

  private static String words(Actor actor) {
    return String.format(
        Locale.ROOT,
        "%s %s %s %d,%d %d,%d %d %d-%d",
        actor.size(),
        actor.paint().word(),
        actor.figure().word(),
        actor.x(),
        actor.y(),
        actor.dx(),
        actor.dy(),
        actor.bounces(),
        actor.enters(),
        actor.leaves());
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static byte[] pixels(Raster raster) {
    byte[] bytes = new byte[raster.width() * raster.height() * 3];
    for (int i = 0; i < bytes.length; i++) {
      int pixel = i / 3;
      bytes[i] = (byte) raster.at(pixel % raster.width(), pixel / raster.width(), i % 3);
    }
    return bytes;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
