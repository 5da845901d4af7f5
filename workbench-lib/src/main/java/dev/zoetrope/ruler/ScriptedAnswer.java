package dev.zoetrope.ruler;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/** One request being answered as the script says. Confined to its connection's thread. */
final class ScriptedAnswer {
  private static final double MEGABYTE = 1e6;

  private final ServerScript script;
  private final ScriptedCrowd crowd;
  private final Framing framing;
  private final Asked asked;
  private final JsonNode request;
  private final Prompt prompt;
  private final boolean seen;
  private final Random jitter;
  private final String id;
  private final int tokens;

  ScriptedAnswer(
      ServerScript script, ScriptedCrowd crowd, Framing framing, Asked asked, long number) {
    this.script = script;
    this.crowd = crowd;
    this.framing = framing;
    this.asked = asked;
    this.request = asked.json();
    this.prompt = Prompt.of(request);
    this.seen = script.prefill().cachedRatio() < 1 && !crowd.remember(prompt.hash());
    this.jitter = new Random(script.pace().seed() * 1_000_003 + number);
    this.id = "scripted-" + number;
    this.tokens = Prompt.most(request, script.answer().tokens());
  }

  String id() {
    return asked.id().orElse(id);
  }

  private boolean streamed() {
    boolean named = request.path("stream").asBoolean(framing == Framing.OLLAMA);
    return framing == Framing.GEMINI ? asked.place().contains("stream") : named;
  }

  /** Waits, writes, and waits again, until all is said. */
  void to(AnswerWriter out) throws IOException, InterruptedException {
    out.head(head());
    if (!streamed()) {
      whole(out);
      return;
    }
    if (script.answer().earlyRole() || framing.alwaysNamesRole()) {
      out.piece(framing.role(words(0, 0)), 0, asked.read());
    }
    crowd.enter();
    try {
      stream(out);
    } finally {
      crowd.leave();
    }
  }

  private void stream(AnswerWriter out) throws IOException, InterruptedException {
    // Who waited for a slot begins when it is given one.
    long due = Math.max(asked.read(), crowd.entered()) + prefill();
    long first = due;
    int chunk = script.answer().tokensPerChunk();
    for (int said = 0; said < tokens; said += chunk) {
      int now = Math.min(chunk, tokens - said);
      due += said == 0 ? 0 : gap(now);
      crowd.until(due);
      fail(said, out, due);
      out.piece(framing.piece(words(0, 0), text(said, now), said == 0), now, due);
    }
    end(out, due, words(prefill(), due - first));
  }

  private void fail(int said, AnswerWriter out, long due) throws IOException {
    ServerScript.Fault fault = script.fault().orElse(null);
    if (fault == null || fault.atToken().isEmpty() || fault.atToken().getAsInt() > said) {
      return;
    }
    if (fault.kind() == ServerScript.Fault.Kind.ERROR) {
      out.piece(framing.error(), 0, due);
    }
    throw new AnswerWriter.Faulty(fault.kind());
  }

  private void end(AnswerWriter out, long due, Framing.Words words) throws IOException {
    boolean marked =
        script.fault().map(f -> f.kind() != ServerScript.Fault.Kind.NO_END).orElse(true);
    String end = framing.end(words, marked);
    if (!end.isEmpty()) {
      out.piece(end, 0, due);
    }
    out.last(due);
  }

  private void whole(AnswerWriter out) throws IOException, InterruptedException {
    crowd.enter();
    try {
      long decode = Math.round((tokens - 1) * script.pace().itlMillis() * 1e6);
      long due = Math.max(asked.read(), crowd.entered()) + prefill() + decode;
      crowd.until(due);
      out.piece(framing.whole(words(prefill(), decode), text(0, tokens)), tokens, due);
      out.last(due);
    } finally {
      crowd.leave();
    }
  }

  private String head() {
    return "HTTP/1.1 200 OK\r\nContent-Type: "
        + (streamed() ? framing.type() : "application/json")
        + "\r\nTransfer-Encoding: chunked\r\n\r\n";
  }

  private long prefill() {
    ServerScript.Prefill prefill = script.prefill();
    double millis =
        script.pace().ttftMillis()
            + prompt.pictures() * prefill.imageMillis()
            + prompt.pictureBytes() / MEGABYTE * prefill.megabyteMillis();
    return Math.round(millis * (seen ? prefill.cachedRatio() : 1) * 1e6);
  }

  private long gap(int several) {
    ServerScript.Pace pace = script.pace();
    double millis = several * pace.itlMillis() * (1 + script.crowd().slowdown() * crowd.others());
    millis += (2 * jitter.nextDouble() - 1) * pace.jitterMillis();
    return Math.max(0, Math.round(millis * 1e6));
  }

  private Framing.Words words(long prefill, long decode) {
    return new Framing.Words(
        id,
        script.answer().model(),
        script.answer().usage(),
        script.answer().speaks() == ServerScript.Speaks.LLAMA_CPP,
        prompt.tokens(),
        seen ? prompt.tokens() - 1 : 0,
        tokens,
        prefill,
        decode);
  }

  private static String text(int from, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(List.of("one ", "two ", "three ", "four ").get((from + i) % 4));
    }
    return text.toString();
  }
}
