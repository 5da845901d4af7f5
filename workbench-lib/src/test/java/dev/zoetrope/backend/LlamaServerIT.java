package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.metrics.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LlamaServerIT {
  @RegisterExtension static final LlamaServer LLAMA = LlamaServer.vision();

  private final OpenAiBackendFactory factory =
      new OpenAiBackendFactory(Ticker.system(), name -> Optional.empty());

  @AfterEach
  void close() {
    factory.close();
  }

  @Test
  void saysWhatItIs() {
    try (VlmBackend backend = factory.connect(LLAMA.uri() + "/v1")) {
      BackendCard card = backend.card();

      assertThat(card.server()).isEqualTo("llama.cpp");
      assertThat(card.model()).isEqualTo("tinyvlm");
      assertThat(card.vision()).isTrue();
      assertThat(card.host()).isEqualTo(BackendCard.THIS_MACHINE);
      assertThat(card.contextLength()).hasValue(2048);
      assertThat(card.version()).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2", "4"})
  void streamsAnAnswerAboutSoManyPictures(int images) throws InterruptedException {
    List<TokenEvent> events = new ArrayList<>();
    try (VlmBackend backend = factory.connect(LLAMA.uri());
        TokenStream stream =
            backend.stream(Pictures.ask(images, "Which way does the red circle move?", 24))) {
      Completion answer = stream.read(events::add);

      assertThat(answer.text()).isNotBlank();
      assertThat(answer.finish()).isEqualTo(FinishReason.STOP);
    }
  }
}
