package dev.zoetrope.compare;

import dev.zoetrope.backend.BackendCard;
import dev.zoetrope.backend.Completion;
import dev.zoetrope.backend.FinishReason;
import dev.zoetrope.backend.TokenEvent;
import dev.zoetrope.metrics.Conditions;
import dev.zoetrope.metrics.PromptForm;
import dev.zoetrope.metrics.Timeline;
import dev.zoetrope.metrics.TokenUsage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** Answers by hand: the first token 100 ms after the start, then one every 10 ms. */
public final class Answers {
  private Answers() {}

  public static BackendCard card(String uri, String host) {
    return new BackendCard(
        uri,
        "scripted",
        Optional.of("1.0"),
        "toy",
        host,
        OptionalInt.empty(),
        OptionalInt.empty(),
        true,
        Optional.empty());
  }

  /** Says it in one piece for each word and ends. */
  public static ScriptedBackend.Script saying(String text) {
    return (sink, closed) -> {
      for (String word : text.split("(?<= )")) {
        sink.accept(new TokenEvent.Delta(0, word, false));
      }
      return completion(text, FinishReason.STOP);
    };
  }

  /** Says it of pictures that got into the prompt in this form. */
  public static ScriptedBackend.Script seeing(PromptForm form, String text) {
    Conditions known =
        new Conditions("scripted 1.0", Optional.empty(), Optional.of(form), Map.of());
    return (sink, closed) -> {
      Completion plain = completion(text, FinishReason.STOP);
      return new Completion(
          plain.text(),
          plain.finish(),
          plain.usage(),
          plain.serverTimings(),
          plain.timeline(),
          Optional.of(known));
    };
  }

  public static Completion completion(String text, FinishReason finish) {
    int tokens = text.isEmpty() ? 0 : text.split(" ").length;
    TokenUsage usage =
        new TokenUsage(
            OptionalInt.of(80), OptionalInt.empty(), OptionalInt.of(tokens), OptionalInt.of(64));
    return new Completion(text, finish, usage, Optional.empty(), timeline(tokens));
  }

  private static Timeline timeline(int tokens) {
    List<Long> deltas =
        LongStream.range(0, tokens).mapToObj(i -> (100 + 10 * i) * 1_000_000).toList();
    return new Timeline(
        Timeline.Origin.CLIENT,
        0,
        OptionalLong.of(1_000_000),
        OptionalLong.of(2_000_000),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        deltas,
        tokens == 0 ? OptionalLong.empty() : OptionalLong.of(deltas.get(0)),
        OptionalLong.of(900_000_000));
  }
}
