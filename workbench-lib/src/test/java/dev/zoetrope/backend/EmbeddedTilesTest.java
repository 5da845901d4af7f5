package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.metrics.PromptForm.Pictures;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What models/tiles.py made with transformers' processor, and what it has no word for. */
class EmbeddedTilesTest {
  private final EmbeddedStop stop = new EmbeddedStop();

  static Stream<JsonNode> divided() {
    return EmbeddedFixtures.rows("tiles.json");
  }

  static Stream<JsonNode> kept() {
    return divided().filter(row -> row.has("file"));
  }

  static Stream<JsonNode> ofTheRealSize() {
    return divided().filter(row -> row.has("sha256"));
  }

  @ParameterizedTest
  @MethodSource("divided")
  void rowsAndColumnsAreTheReferences(JsonNode row) {
    EmbeddedTiles tiles = tiles(row);

    assertThat(tiles.rows()).isEqualTo(row.get("rows").asInt());
    assertThat(tiles.columns()).isEqualTo(row.get("columns").asInt());
  }

  @ParameterizedTest
  @MethodSource("kept")
  void pixelsAreTheReferences(JsonNode row) {
    byte[] theirs = decode(strip(row)).rgb();

    // What a JPEG is decoded to and how it is blended with white may differ by one step of 255.
    int tolerance = row.get("picture").asText().matches("clear.png|.*jpg") ? 1 : 0;
    assertThat(worst(bytes(squares(row)), theirs)).isLessThanOrEqualTo(tolerance);
  }

  @ParameterizedTest
  @MethodSource("ofTheRealSize")
  void pixelsOfTheRealModelsSizeAreTheReferences(JsonNode row) throws NoSuchAlgorithmException {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes(squares(row)));

    assertThat(HexFormat.of().formatHex(hash)).isEqualTo(row.get("sha256").asText());
  }

  @ParameterizedTest
  @MethodSource("kept")
  void promptsAreTheReferences(JsonNode row) {
    EmbeddedConfig config = with(processor(row));
    VlmRequest request = EmbeddedFixtures.ask("What do you see?", row.get("picture").asText());
    EmbeddedPrompt prompt =
        EmbeddedPrompt.of(
            request, EmbeddedFixtures.tokenizer(), config, config.processor().pictures());

    assertThat(prompt.ids()).isEqualTo(EmbeddedFixtures.ints(row.get("prompt")));
    assertThat(prompt.squares()).isEqualTo(tiles(row).squares());
  }

  @ParameterizedTest
  @CsvSource({"128, 128, 1, 1", "200, 100, 1, 1", "1, 500, 1, 1"})
  void aPictureThatFitsHasOneTileIfItIsToBeSplit(int width, int height, int rows, int columns) {
    EmbeddedTiles tiles = EmbeddedFixtures.CONFIG.processor().tiles(width, height, Pictures.SPLIT);

    assertThat(tiles.rows()).isEqualTo(rows);
    assertThat(tiles.columns()).isEqualTo(columns);
    assertThat(tiles.squares()).isEqualTo(2);
  }

  @Test
  void anotherFilterThanLanczosIsRefused() {
    ObjectNode json = json(32, 96).put("resample", 3);

    assertThatThrownBy(() -> EmbeddedProcessor.of(json, 32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("resized by filter 3");
  }

  @Test
  void tilesThatTheEncoderDoesNotTakeAreRefused() {
    assertThatThrownBy(() -> EmbeddedProcessor.of(json(32, 96), 64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 pixels a side and its encoder takes 64");
  }

  private List<EmbeddedRaster> squares(JsonNode row) {
    EncodedImage image = EmbeddedFixtures.picture(row.get("picture").asText());
    return new EmbeddedPixels(processor(row)).of(image, 0, tiles(row), stop);
  }

  private static EmbeddedTiles tiles(JsonNode row) {
    EmbeddedProcessor processor = processor(row);
    EncodedImage image = EmbeddedFixtures.picture(row.get("picture").asText());
    return processor.tiles(image.width(), image.height(), processor.pictures());
  }

  private static EmbeddedProcessor processor(JsonNode row) {
    int square = row.get("square").asInt();
    return EmbeddedProcessor.of(json(square, row.get("edge").asInt()), square);
  }

  private static ObjectNode json(int square, int edge) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.putObject("size").put("longest_edge", edge);
    json.putObject("max_image_size").put("longest_edge", square);
    json.put("do_image_splitting", true).put("rescale_factor", 1 / 255.0).put("resample", 1);
    json.putArray("image_mean").add(0.5).add(0.5).add(0.5);
    json.putArray("image_std").add(0.5).add(0.5).add(0.5);
    return json;
  }

  private static EmbeddedConfig with(EmbeddedProcessor processor) {
    EmbeddedConfig tiny = EmbeddedFixtures.CONFIG;
    return new EmbeddedConfig(
        tiny.layers(),
        tiny.keyHeads(),
        tiny.headSize(),
        tiny.width(),
        tiny.vocabulary(),
        tiny.context(),
        tiny.imageToken(),
        tiny.endToken(),
        tiny.imageTokens(),
        processor);
  }

  private static EncodedImage strip(JsonNode row) {
    byte[] bytes = EmbeddedFixtures.bytes("tiles/" + row.get("file").asText());
    return EncodedImage.of(bytes, "image/png", 1, 1);
  }

  private EmbeddedRaster decode(EncodedImage image) {
    return EmbeddedPixels.decode(image, 0, stop);
  }

  private static byte[] bytes(List<EmbeddedRaster> squares) {
    int length = squares.get(0).rgb().length;
    byte[] all = new byte[length * squares.size()];
    for (int i = 0; i < squares.size(); i++) {
      System.arraycopy(squares.get(i).rgb(), 0, all, i * length, length);
    }
    return all;
  }

  private static int worst(byte[] a, byte[] b) {
    int worst = Math.abs(a.length - b.length);
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      worst = Math.max(worst, Math.abs((a[i] & 0xff) - (b[i] & 0xff)));
    }
    return worst;
  }
}
