package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.metrics.CacheState;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** What is done so that a server forgets, remembers, or is left alone. */
class CacheRulesTest {
  private static final VlmRequest QUESTION = Pictures.ask(2, "What?", 8);

  private static CacheRules rules(WireServer.Engine engine, VlmRequest request) {
    return CacheRules.of(new OpenAiDialect(server(engine)), request, 0x123456789L);
  }

  private static WireServer server(WireServer.Engine engine) {
    return new WireServer(
        HttpAddress.parse("http://127.0.0.1:1"),
        engine,
        Optional.empty(),
        "m",
        List.of("m"),
        OptionalInt.empty(),
        true,
        true);
  }

  @Test
  void llamaServerIsToldSo() {
    VlmRequest cold = QUESTION.withCache(CachePolicy.COLD);

    assertThat(rules(WireServer.Engine.LLAMA_CPP, QUESTION).extras())
        .containsEntry("cache_prompt", false);
    assertThat(rules(WireServer.Engine.LLAMA_CPP, cold).extras())
        .containsEntry("cache_prompt", false);
    assertThat(rules(WireServer.Engine.LLAMA_CPP, cold).request().parts())
        .isEqualTo(QUESTION.parts());
    assertThat(rules(WireServer.Engine.LLAMA_CPP, QUESTION.withCache(CachePolicy.WARM)).extras())
        .containsEntry("cache_prompt", true);
    assertThat(rules(WireServer.Engine.LLAMA_CPP, QUESTION.withCache(CachePolicy.LIVE)).extras())
        .isEmpty();
  }

  @Test
  void vllmGetsASaltAndWhenColdOtherPixels() {
    CacheRules plain = rules(WireServer.Engine.VLLM, QUESTION);
    CacheRules cold = rules(WireServer.Engine.VLLM, QUESTION.withCache(CachePolicy.COLD));

    assertThat(plain.extras()).containsEntry("cache_salt", "123456789");
    assertThat(plain.request().parts()).isEqualTo(QUESTION.parts());
    assertThat(cold.extras()).containsEntry("cache_salt", "123456789");
    assertThat(hashes(cold.request())).doesNotContainAnyElementsOf(hashes(QUESTION));
    assertThat(cold.request().parts().get(2)).isEqualTo(QUESTION.parts().get(2));
  }

  @Test
  void aServerThatIsNotKnownGetsNoFieldsButLettersAndPixels() {
    CacheRules cold = rules(WireServer.Engine.OTHER, QUESTION.withCache(CachePolicy.COLD));

    assertThat(cold.extras()).isEmpty();
    assertThat(cold.request().parts().get(0)).isEqualTo(new ContentPart.Text("[123456789] "));
    assertThat(hashes(cold.request())).hasSize(2).doesNotContainAnyElementsOf(hashes(QUESTION));
    assertThat(rules(WireServer.Engine.OTHER, QUESTION).request()).isEqualTo(QUESTION);
    assertThat(rules(WireServer.Engine.SGLANG, QUESTION.withCache(CachePolicy.COLD)).flush())
        .isTrue();
  }

  @Test
  void theLettersComeBeforeEverythingElse() {
    VlmRequest told = QUESTION.withSystem("Be brief.").withCache(CachePolicy.COLD);
    VlmRequest turns =
        QUESTION
            .withHistory(
                List.of(
                    new VlmRequest.Turn(
                        VlmRequest.Speaker.USER, List.of(new ContentPart.Text("Hello.")))))
            .withCache(CachePolicy.COLD);

    assertThat(rules(WireServer.Engine.OTHER, told).request().system())
        .contains("[123456789] Be brief.");
    assertThat(rules(WireServer.Engine.OTHER, turns).request().history().get(0).parts())
        .startsWith(new ContentPart.Text("[123456789] "));
  }

  @Test
  void theUsersOwnFieldsWin() {
    VlmRequest own = QUESTION.withExtras(java.util.Map.of("cache_prompt", true));

    assertThat(rules(WireServer.Engine.LLAMA_CPP, own).extras())
        .containsEntry("cache_prompt", true);
  }

  private static List<String> hashes(VlmRequest request) {
    return request.images().map(picture -> picture.image().sha256()).toList();
  }

  @Test
  void eachSaltMakesOtherPixelsOfTheSameSizeAndTheRestStays() throws IOException {
    for (EncodedImage picture : List.of(Pictures.circle(8), jpeg())) {
      Set<Integer> pixels = new HashSet<>(Set.of(pixels(picture)));
      for (int salt = 0; salt < 20; salt++) {
        EncodedImage salted = picture.salted(salt);
        pixels.add(pixels(salted));
        assertThat(salted.width()).isEqualTo(picture.width());
        assertThat(salted.mime()).isEqualTo(picture.mime());
        assertThat(distance(picture, salted)).isLessThan(1);
      }
      assertThat(pixels).hasSize(21);
    }
  }

  private static int pixels(EncodedImage picture) throws IOException {
    BufferedImage image = read(picture);
    return Arrays.hashCode(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, 128));
  }

  /** The mean of all colours outside the corner. */
  private static double distance(EncodedImage one, EncodedImage other) throws IOException {
    BufferedImage a = read(one);
    BufferedImage b = read(other);
    double sum = 0;
    for (int y = 0; y < 96; y++) {
      for (int x = 0; x < 128; x++) {
        for (int shift = 0; shift < 24; shift += 8) {
          int far = (a.getRGB(x, y) >> shift & 0xFF) - (b.getRGB(x, y) >> shift & 0xFF);
          sum += Math.abs(far);
        }
      }
    }
    return sum / (96 * 128 * 3);
  }

  private static BufferedImage read(EncodedImage picture) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(picture.bytes()));
  }

  private static EncodedImage jpeg() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(read(Pictures.circle(8)), "jpeg", bytes);
    return EncodedImage.of(bytes.toByteArray(), "image/jpeg", 128, 128);
  }

  @Test
  void whatTheServerCountsIsHeldAgainstWhatWasWanted() {
    assertThat(CacheState.of("cold", List.of(), OptionalInt.of(42)).isBroken()).isTrue();
    assertThat(CacheState.of("cold", List.of(), OptionalInt.of(42)).words())
        .isEqualTo("cold wanted, 42 prompt tokens cached");
    assertThat(CacheState.of("cold", List.of(), OptionalInt.of(0)).isBroken()).isFalse();
    assertThat(CacheState.of("warm", List.of(), OptionalInt.of(0)).isBroken()).isTrue();
    assertThat(CacheState.of("cold", List.of("cache_salt"), OptionalInt.empty()).words())
        .isEqualTo("cold by cache_salt, not told");
  }
}
