package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Odd but legal JSON, in every protocol: numbers in words, fields of null, events yet unknown. */
class OddJsonTest {
  private static final Map<Speech, String> STREAMS =
      Map.of(
          Speech.CHAT,
              """
              {"id":null,"choices":null}
              {"choices":[null]}
              {"object":"chat.completion.news","choices":[{"delta":null,"finish_reason":null}],"usage":null}
              {"choices":[{"index":"0","delta":{"role":"assistant","content":null,"tool_calls":null,"refusal":null,"reasoning":null}}]}
              {"choices":[{"delta":{"content":"Red","news":{"a":[1]}},"logprobs":null}],"error":null}
              {"choices":[{"delta":{"content":""},"finish_reason":"stop","stop_reason":null}]}
              {"choices":[],"usage":{"prompt_tokens":"9","completion_tokens":"2","prompt_tokens_details":null,"completion_tokens_details":{"reasoning_tokens":null}},"timings":null,"metrics":null,"stats":null,"prompt_progress":null}
              [DONE]
              """,
          Speech.MESSAGES,
              """
              {"type":"message_start","message":{"usage":{"input_tokens":"9","cache_read_input_tokens":null}}}
              {"type":"content_block_start","content_block":null}
              {"type":"some_new_event","text":"not this"}
              {"type":null}
              {"type":"content_block_delta","delta":null}
              {"type":"content_block_delta","delta":{"type":"text_delta","text":"Red","news":1}}
              {"type":"content_block_delta","delta":{"type":"signature_delta","signature":"x"}}
              {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":"2"}}
              {"type":"message_stop"}
              """,
          Speech.RESPONSES,
              """
              {"type":"response.created","response":null}
              {"type":"response.some_new_event","delta":"not this"}
              {"type":null,"object":null}
              {"type":"response.output_item.added","item":null}
              {"type":"response.output_text.delta","delta":null}
              {"type":"response.output_text.delta","delta":"Red","logprobs":null}
              {"type":"response.output_text.done","text":"Red"}
              {"type":"response.completed","response":{"status":"completed","error":null,"incomplete_details":null,"output":null,"usage":{"input_tokens":"9","output_tokens":"2","input_tokens_details":null}}}
              """,
          Speech.GEMINI,
              """
              {"candidates":null,"promptFeedback":null}
              {"candidates":[{"content":null,"finishReason":null}],"usageMetadata":null}
              {"candidates":[{"content":{"parts":[null,{"news":{}},{"text":"Red","thought":null}]}}],"news":[]}
              {"candidates":[{"content":{"parts":null},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":"9","candidatesTokenCount":"2","promptTokensDetails":null,"thoughtsTokenCount":null}}
              """,
          Speech.OLLAMA,
              """
              {"message":null,"done":false}
              {"news":{},"error":null}
              {"message":{"role":"assistant","content":"Red","thinking":null,"tool_calls":null,"images":null},"done":null}
              {"message":{"content":""},"done":true,"done_reason":"stop","prompt_eval_count":"9","eval_count":"2","prompt_eval_duration":null,"eval_duration":null}
              """);

  private final WireRig rig = new WireRig();

  @AfterEach
  void close() {
    rig.close();
  }

  @ParameterizedTest
  @EnumSource
  void isReadAsItIsMeant(Speech speech) throws InterruptedException {
    String stream = STREAMS.get(speech);
    rig.on(
        speech.route(),
        speech == Speech.OLLAMA
            ? Recorded.lines(stream.split("\n", -1))
            : Recorded.stream("data: " + stream.strip().replace("\n", "\n\ndata: ") + "\n\n")
                .untilClose());
    try (VlmBackend backend = speech.connect(rig);
        TokenStream answer = backend.stream(Pictures.ask(0, "What?", 24))) {
      Completion told = answer.read(rig.events::add);

      assertThat(told.text()).isEqualTo("Red");
      assertThat(told.finish()).isEqualTo(FinishReason.STOP);
      assertThat(told.usage().prompt()).hasValue(9);
      assertThat(told.usage().completion()).hasValue(2);
      assertThat(told.usage().cached()).isEmpty();
      assertThat(told.serverTimings()).isEmpty();
      assertThat(rig.deltas()).containsExactly("Red");
    }
  }
}
