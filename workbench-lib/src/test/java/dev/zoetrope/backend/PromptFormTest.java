package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.metrics.Conditions;
import dev.zoetrope.metrics.PromptForm;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptFormTest {
  private static WireServer server(WireServer.Engine engine, String model) {
    return new WireServer(
        HttpAddress.parse("http://127.0.0.1:8080"),
        engine,
        Optional.empty(),
        model,
        List.of(model),
        OptionalInt.empty(),
        true,
        true);
  }

  @ParameterizedTest
  @CsvSource({
    "LLAMA_CPP, tinyvlm, SPLIT",
    "LLAMA_CPP, /models/SmolVLM2-500M-Video-Instruct-Q8_0.gguf, SPLIT",
    "LLAMA_CPP, qwen3-vl-8b,",
    "OLLAMA, tinyvlm:latest, SPLIT",
    "OLLAMA, gemma3,",
    "VLLM, Qwen/Qwen3-VL-8B-Instruct, AS_CONFIGURED",
    "OPENAI, gpt-5,",
    "OTHER, smolvlm,"
  })
  void aServersFormIsOnlyWhatIsDocumentedOfIt(
      WireServer.Engine engine, String model, PromptForm.Pictures form) {
    Optional<PromptForm> known = WirePromptForm.of(server(engine, model));

    assertThat(known.map(PromptForm::pictures)).isEqualTo(Optional.ofNullable(form));
    assertThat(known.map(PromptForm::source))
        .isEqualTo(known.map(k -> PromptForm.Source.DOCUMENTATION));
    assertThat(server(engine, model).card().traits().prompt())
        .isEqualTo(known.map(PromptForm::words));
  }

  @Test
  void anAnswerAboutPicturesSaysHowTheyGotIntoThePromptAndOneAboutWordsDoesNot()
      throws InterruptedException {
    byte[] answer = Recorded.of("llama-server-b11434/stream-4img").untilClose();
    try (RawServer server = RawServer.always(answer);
        OpenAiRig rig = OpenAiRig.on(server.uri()).as(WireServer.Engine.LLAMA_CPP)) {
      Conditions seen = rig.ask(Pictures.ask(1, "What?", 8).asLoad("a")).conditions().orElseThrow();
      Conditions read = rig.ask(Pictures.ask(0, "What?", 8).asLoad("b")).conditions().orElseThrow();

      assertThat(seen.prompt().map(PromptForm::words))
          .hasValue("each picture split into tiles, and as a whole, from documentation");
      assertThat(read.prompt()).isEmpty();
    }
  }
}
