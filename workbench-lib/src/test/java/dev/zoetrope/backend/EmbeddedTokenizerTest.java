package dev.zoetrope.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EmbeddedTokenizerTest {
  private static final EmbeddedTokenizer TOKENIZER = EmbeddedFixtures.tokenizer();

  static Stream<JsonNode> tokens() {
    return EmbeddedFixtures.rows("tokens.json");
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void givesTheIdsOfTheReference(JsonNode row) {
    int[] ids = TOKENIZER.encode(row.get("text").asText());

    assertThat(ids).as(row.get("text").toString()).isEqualTo(EmbeddedFixtures.ints(row.get("ids")));
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void tokensSpellTheTextAgain(JsonNode row) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int id : TOKENIZER.encode(row.get("text").asText())) {
      bytes.writeBytes(TOKENIZER.bytes(id));
    }

    assertThat(bytes.toString(UTF_8)).isEqualTo(row.get("text").asText());
  }

  @Test
  void textCannotForgeASpecialToken() {
    int picture = TOKENIZER.special("<image>");

    assertThat(TOKENIZER.encode("<image>")).doesNotContain(picture);
    assertThat(TOKENIZER.bytes(picture)).isEmpty();
  }

  @Test
  void neverPromisesMoreTokensThanThereAre() {
    assertThat(tokens().map(row -> row.get("text").asText()))
        .allSatisfy(
            text ->
                assertThat(TOKENIZER.atLeast(text.length()))
                    .isLessThanOrEqualTo(TOKENIZER.encode(text).length));
  }

  @Test
  void aWordOfManyThousandLettersIsNotQuadratic() {
    assertThat(TOKENIZER.encode("an".repeat(10_000))).hasSize(10_000);
  }

  @Test
  void aByteThatTheVocabularyLacksIsLeftOut() {
    ObjectNode json = (ObjectNode) EmbeddedFixtures.FILES.json("tokenizer.json");
    ((ObjectNode) json.get("model").get("vocab")).remove("~");

    EmbeddedTokenizer bare = new EmbeddedTokenizer(json);

    assertThat(bare.encode("red~blue"))
        .isEqualTo(
            IntStream.concat(Arrays.stream(bare.encode("red")), Arrays.stream(bare.encode("blue")))
                .toArray());
  }
}
