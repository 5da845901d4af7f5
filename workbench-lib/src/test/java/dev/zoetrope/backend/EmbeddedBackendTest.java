package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import dev.zoetrope.metrics.PromptForm;
import dev.zoetrope.metrics.Ticker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddedBackendTest {
  private final BackendRegistry registry = BackendRegistry.open(Ticker.system());

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void answersThroughTheFrontDoor() throws InterruptedException {
    try (VlmBackend tiny = registry.connect("embedded:tiny");
        TokenStream stream = tiny.stream(EmbeddedFixtures.fourFrames())) {
      assertThat(stream.read(event -> {}).text()).isEqualTo(" It moves right.");
    }
  }

  @Test
  void eightBitsAnswerThroughTheFrontDoor() throws InterruptedException {
    try (VlmBackend tiny = registry.connect("embedded:tiny-int8");
        TokenStream stream =
            tiny.stream(EmbeddedFixtures.ask("What color is the circle?", "f1.png"))) {
      assertThat(stream.read(event -> {}).text()).isEqualTo(" Red.");
    }
  }

  @Test
  void cardSaysThatItIsAToy() {
    BackendCard card = registry.connect("embedded:tiny-int8").card();

    assertThat(card.uri()).isEqualTo("embedded:tiny-int8");
    assertThat(card.server()).isEqualTo("embedded");
    assertThat(card.model()).isEqualTo("tiny (int8)");
    assertThat(card.host()).isEqualTo(BackendCard.THIS_MACHINE);
    assertThat(card.vision()).isTrue();
    assertThat(card.note().orElseThrow()).contains("toy", "coloured moving shapes");
  }

  @Test
  void cardTellsTheContextOfTheWeightsAndTheVersionOfTheNatives() {
    BackendCard card = registry.connect("embedded:tiny").card();

    assertThat(card.contextLength()).hasValue(EmbeddedFixtures.CONFIG.context());
    assertThat(card.version())
        .hasValue("ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion());
  }

  @Test
  void picturesGoInTwiceWhereThatIsAsked() throws InterruptedException {
    try (VlmBackend split = registry.connect("embedded:tiny?pictures=split");
        VlmBackend whole = registry.connect("embedded:tiny")) {
      Completion answer = split.stream(EmbeddedFixtures.fourFrames()).read(event -> {});
      Completion other = whole.stream(EmbeddedFixtures.fourFrames()).read(event -> {});

      assertThat(split.card().model()).isEqualTo("tiny (fp32, split)");
      assertThat(answer.usage().vision()).hasValue(4 * 2 * 16);
      assertThat(other.usage().vision()).hasValue(4 * 16);
      assertThat(answer.conditions().orElseThrow().prompt().orElseThrow().pictures())
          .isEqualTo(PromptForm.Pictures.SPLIT);
      assertThat(other.conditions().orElseThrow().prompt().orElseThrow().pictures())
          .isEqualTo(PromptForm.Pictures.WHOLE)
          .isEqualTo(EmbeddedFixtures.CONFIG.processor().pictures());
    }
  }

  @Test
  void anUnknownOptionIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> registry.connect("embedded:tiny?pictures=tiled"))
        .isInstanceOf(BackendException.UnknownBackend.class)
        .hasMessageContaining("pictures=whole or pictures=split");
  }

  @Test
  void aMistypedNameGetsTheRightOne() {
    assertThatThrownBy(() -> registry.connect("embedded:tinny"))
        .isInstanceOf(BackendException.UnknownBackend.class)
        .hasMessage(
            "There is no embedded model \"embedded:tinny\". Did you mean embedded:tiny? Known:"
                + " embedded:tiny, embedded:tiny-int8.");
  }

  @Test
  void aClosedBackendSaysSo() {
    VlmBackend tiny = registry.connect("embedded:tiny");
    tiny.close();

    assertThatThrownBy(() -> tiny.stream(EmbeddedFixtures.fourFrames()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("embedded:tiny is closed");
  }

  @Test
  void preparedWeightsAreNotLoadedAgain() throws InterruptedException {
    try (VlmBackend tiny = registry.connect("embedded:tiny")) {
      tiny.prepare();
      tiny.prepare();
      Completion answer = tiny.stream(EmbeddedFixtures.fourFrames()).read(event -> {});

      assertThat(answer.timeline().load()).isEmpty();
    }
  }

  @Test
  void anInterruptedThreadPreparesNothing() {
    VlmBackend tiny = registry.connect("embedded:tiny");
    Thread.currentThread().interrupt();

    assertThatThrownBy(tiny::prepare).isInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
