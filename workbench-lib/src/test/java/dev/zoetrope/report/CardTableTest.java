package dev.zoetrope.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.backend.BackendCard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CardTableTest {
  private static BackendCard card(String model) {
    return new BackendCard(
        "http://gpu-box:8000#" + model,
        "vLLM",
        Optional.of("0.32.0"),
        model,
        "gpu-box",
        OptionalInt.of(1024),
        OptionalInt.empty(),
        true,
        Optional.empty(),
        new BackendCard.Traits(
            List.of(model, "other"),
            Optional.of("prompts by prefix"),
            Optional.of("each picture whole"),
            Map.of("queue_time", "start vLLM with --enable-per-request-metrics")));
  }

  @Test
  void aCardSaysWhatIsKnownAndHowToGetWhatIsNot() {
    assertThat(CardTable.text(card("qwen")).lines())
        .contains(
            "server          vLLM 0.32.0",
            "model           qwen",
            "models          qwen, other",
            "context         1024 tokens",
            "pictures        n/a: the server tells no limit",
            "prompt has      each picture whole",
            "caches          prompts by prefix",
            "queue time      n/a: start vLLM with --enable-per-request-metrics");
  }

  @Test
  void aServersNamesAreEscaped() {
    assertThat(CardTable.html(card("<script>alert(1)</script>")))
        .contains("&lt;script&gt;")
        .doesNotContain("<script>");
  }
}
