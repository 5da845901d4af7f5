package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.metrics.PromptForm;
import dev.zoetrope.metrics.Ticker;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EmbeddedParityTest {
  private static final EmbeddedPool POOL = new EmbeddedPool(OrtEnvironment::getEnvironment);
  private static EmbeddedPool.Lease fp32;
  private static EmbeddedPool.Lease int8;

  @BeforeAll
  static void load() throws InterruptedException {
    fp32 = POOL.acquire(EmbeddedFixtures.FILES, EmbeddedVariant.FP32);
    int8 = POOL.acquire(EmbeddedFixtures.FILES, EmbeddedVariant.INT8);
  }

  @AfterAll
  static void unload() {
    fp32.close();
    int8.close();
    assertThat(POOL.loaded()).isZero();
  }

  static Stream<JsonNode> answers() {
    return EmbeddedFixtures.rows("answers.json");
  }

  @ParameterizedTest
  @MethodSource("answers")
  void promptsAreTheReferences(JsonNode row) {
    VlmRequest request = EmbeddedFixtures.request(row.get("parts"), Sampling.greedy(1));
    EmbeddedPrompt prompt =
        EmbeddedPrompt.of(
            request,
            EmbeddedFixtures.tokenizer(),
            EmbeddedFixtures.CONFIG,
            PromptForm.Pictures.WHOLE);

    assertThat(prompt.ids()).isEqualTo(EmbeddedFixtures.ints(row.get("prompt")));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void greedyTokensAreTheReferences(JsonNode row) throws OrtException {
    List<Integer> expected =
        java.util.Arrays.stream(EmbeddedFixtures.ints(row.get("ids"))).boxed().toList();

    assertThat(tokens(fp32, row)).as(row.get("parts").toString()).isEqualTo(expected);
  }

  @Test
  void eightBitsAnswerMostlyLikeThirtyTwo() throws OrtException {
    int same = 0;
    List<JsonNode> rows = answers().toList();
    for (JsonNode row : rows) {
      same += tokens(int8, row).equals(tokens(fp32, row)) ? 1 : 0;
    }

    assertThat(same).isGreaterThan(rows.size() * 3 / 4);
  }

  private static List<Integer> tokens(EmbeddedPool.Lease lease, JsonNode row) throws OrtException {
    VlmRequest request = EmbeddedFixtures.request(row.get("parts"), Sampling.greedy(24));
    EmbeddedReporter reporter = new EmbeddedReporter(Ticker.system(), event -> {});
    try (EmbeddedStop stop = new EmbeddedStop()) {
      new EmbeddedAnswer(lease.model(), request, PromptForm.Pictures.WHOLE, stop, reporter).run();
    }
    return reporter.tokens();
  }
}
