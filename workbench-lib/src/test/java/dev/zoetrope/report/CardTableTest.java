package dev.zoetrope.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.backend.BackendCard;
import dev.zoetrope.backend.Capabilities;
import dev.zoetrope.backend.Finding;
import dev.zoetrope.backend.Trait;
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
            List.of(model, "other", "third"),
            Map.of(model, true, "other", false),
            Optional.of("prompts by prefix"),
            Optional.of("each picture whole"),
            Optional.of("prompt tokens"),
            Map.of("queue_time", "start vLLM with --enable-per-request-metrics")));
  }

  @Test
  void aCardSaysWhatIsKnownAndHowToGetWhatIsNot() {
    assertThat(CardTable.text(card("qwen")).lines())
        .contains(
            "server              vLLM 0.32.0",
            "model               qwen",
            "models              qwen (sees), other (text only), third",
            "context             1024 tokens",
            "pictures            n/a: the server tells no limit; zoetrope probe finds out",
            "reports             prompt tokens",
            "prompt has          each picture whole",
            "caches              prompts by prefix",
            "queue time          if n/a: start vLLM with --enable-per-request-metrics");
  }

  @Test
  void whatNobodySaysIsNotPutIntoTheServersMouth() {
    BackendCard silent =
        new BackendCard(
            "http://gpu-box:8000",
            "OpenAI-compatible",
            Optional.empty(),
            "m",
            "gpu-box",
            OptionalInt.empty(),
            OptionalInt.empty(),
            true,
            Optional.empty());

    assertThat(CardTable.text(silent))
        .contains("sees pictures       not told, and taken for granted; zoetrope probe finds out");
    assertThat(CardTable.text(card("qwen"))).contains("sees pictures       yes, as far as it says");
  }

  @Test
  void whatWasFoundOutByAskingIsSaid() {
    BackendCard card = card("qwen");
    Capabilities unprobed = Capabilities.unprobed(card);
    Capabilities proven =
        new Capabilities(
            card.uri(),
            card.server(),
            card.version(),
            card.model(),
            unprobed.probed(),
            List.of(new Finding(Trait.PICTURES, Finding.Verdict.YES, "it was")),
            Optional.of(
                new Capabilities.PictureLimit(8, Capabilities.PictureLimit.Source.SEARCHED)),
            List.of());

    assertThat(CardTable.text(card, proven).lines())
        .contains(
            "sees pictures       yes, seen by asking",
            "pictures            8 a request, found out by asking");
    assertThat(CardTable.text(card).lines()).contains("sees pictures       yes, as far as it says");
  }

  @Test
  void aServersNamesAreEscaped() {
    assertThat(CardTable.html(card("<script>alert(1)</script>")))
        .contains("&lt;script&gt;")
        .doesNotContain("<script>");
  }
}
