package dev.zoetrope.compare;

import dev.zoetrope.backend.BackendCard;
import dev.zoetrope.backend.Completion;
import dev.zoetrope.backend.TokenEvent;
import dev.zoetrope.backend.TokenStream;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.backend.VlmRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** A backend that does what a test tells it, and remembers what it was asked. */
public final class ScriptedBackend implements VlmBackend {
  /** One answer; {@code closed} opens when the stream is closed. */
  @FunctionalInterface
  public interface Script {
    Completion read(Consumer<? super TokenEvent> sink, CountDownLatch closed)
        throws InterruptedException;
  }

  private final BackendCard card;
  private final Script script;
  private final List<VlmRequest> asked = new CopyOnWriteArrayList<>();

  public ScriptedBackend(String uri, String host, Script script) {
    this.card = Answers.card(uri, host);
    this.script = script;
  }

  public List<VlmRequest> asked() {
    return asked;
  }

  @Override
  public BackendCard card() {
    return card;
  }

  @Override
  public TokenStream stream(VlmRequest request) {
    asked.add(request);
    CountDownLatch closed = new CountDownLatch(1);
    return new TokenStream() {
      @Override
      public Completion read(Consumer<? super TokenEvent> sink) throws InterruptedException {
        return script.read(sink, closed);
      }

      @Override
      public void close() {
        closed.countDown();
      }
    };
  }

  @Override
  public void close() {}
}
