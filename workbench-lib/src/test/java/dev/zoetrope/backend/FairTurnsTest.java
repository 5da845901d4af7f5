package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zoetrope.metrics.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FairTurnsTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private final AtomicLong clock = new AtomicLong();

  private FairTurns queue(int atOnce, OptionalInt perMinute, Duration patience) {
    return new FairTurns(clock::get, uri -> new TurnLimits(atOnce, perMinute, patience));
  }

  @Test
  void sessionsTakeTurnsHoweverMuchOneAsks() throws InterruptedException {
    FairTurns queue = queue(1, OptionalInt.empty(), LONG);
    List<TurnQueue.Ticket> greedy = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      greedy.add(queue.enter("a", "greedy"));
    }
    TurnQueue.Ticket modest = queue.enter("a", "modest");

    assertThat(greedy.get(0).await()).isTrue();
    greedy.get(0).close();
    assertThat(greedy.get(1).await()).as("was in line before the other came").isTrue();
    greedy.get(1).close();
    assertThat(modest.await()).as("before three that came before it").isTrue();
    modest.close();
    assertThat(greedy.get(2).await()).isTrue();
  }

  @Test
  void eachBackendHasItsOwnLine() throws InterruptedException {
    FairTurns queue = queue(1, OptionalInt.empty(), LONG);

    assertThat(queue.enter("a", "s").await()).isTrue();
    assertThat(queue.enter("b", "s").await()).isTrue();
  }

  @Test
  void soManyRunAtOnceAndNoMore() throws InterruptedException {
    FairTurns queue = queue(2, OptionalInt.empty(), Duration.ofSeconds(2));
    TurnQueue.Ticket first = queue.enter("a", "s");
    TurnQueue.Ticket second = queue.enter("a", "s");
    TurnQueue.Ticket third = queue.enter("a", "s");
    assertThat(first.await()).isTrue();
    assertThat(second.await()).isTrue();
    clock.addAndGet(Duration.ofSeconds(3).toNanos());
    assertThatThrownBy(third::await).isInstanceOf(BackendException.Overloaded.class);

    TurnQueue.Ticket fourth = queue.enter("a", "s");
    TurnQueue.Ticket fifth = queue.enter("a", "s");
    first.close();
    first.close();
    assertThat(fourth.await()).isTrue();
    clock.addAndGet(Duration.ofSeconds(3).toNanos());
    assertThatThrownBy(fifth::await).as("who ends twice makes room once").isNotNull();
  }

  @Test
  void whoWaitsIsWokenWhenAnotherEnds() throws Exception {
    FairTurns queue = queue(1, OptionalInt.empty(), LONG);
    TurnQueue.Ticket running = queue.enter("a", "s");
    TurnQueue.Ticket next = queue.enter("a", "s");
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<Boolean> waits = threads.submit(next::await);
      running.close();

      assertThat(waits.get()).isTrue();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whoLeavesTheLineLetsTheNextPass() throws Exception {
    FairTurns queue = queue(1, OptionalInt.empty(), LONG);
    TurnQueue.Ticket running = queue.enter("a", "s");
    TurnQueue.Ticket leaves = queue.enter("a", "s");
    TurnQueue.Ticket next = queue.enter("a", "s");
    leaves.close();
    running.close();

    assertThat(leaves.await()).isFalse();
    assertThat(next.await()).isTrue();
  }

  @Test
  void patienceHasAnEnd() throws InterruptedException {
    FairTurns queue = queue(1, OptionalInt.empty(), Duration.ofSeconds(2));
    TurnQueue.Ticket running = queue.enter("a", "s");
    TurnQueue.Ticket late = queue.enter("a", "s");
    TurnQueue.Ticket later = queue.enter("a", "s");
    clock.addAndGet(Duration.ofSeconds(3).toNanos());

    BackendException.Overloaded error =
        catchThrowableOfType(BackendException.Overloaded.class, late::await);
    assertThat(error).hasMessageContaining("within 2 s").hasMessageContaining("1 others wait");
    running.close();
    assertThat(later.await()).as("a turn that came is not too late").isTrue();
  }

  @Test
  void soManyBeginInAnyMinute() throws InterruptedException {
    FairTurns queue = queue(9, OptionalInt.of(2), Duration.ofSeconds(30));
    queue.enter("a", "s");
    clock.addAndGet(Duration.ofSeconds(40).toNanos());
    queue.enter("a", "s");
    TurnQueue.Ticket third = queue.enter("a", "s");
    clock.addAndGet(Duration.ofSeconds(20).toNanos());
    TurnQueue.Ticket fourth = queue.enter("a", "s");

    assertThat(third.await()).as("the first is a minute ago").isTrue();
    clock.addAndGet(Duration.ofSeconds(31).toNanos());
    assertThatThrownBy(fourth::await).isInstanceOf(BackendException.Overloaded.class);
  }

  @Test
  void anInterruptGivesThePlaceUp() throws InterruptedException {
    FairTurns queue = queue(1, OptionalInt.empty(), LONG);
    TurnQueue.Ticket running = queue.enter("a", "s");
    TurnQueue.Ticket stopped = queue.enter("a", "s");
    TurnQueue.Ticket next = queue.enter("a", "s");
    Thread.currentThread().interrupt();

    assertThatThrownBy(stopped::await).isInstanceOf(InterruptedException.class);
    running.close();
    assertThat(next.await()).isTrue();
  }

  @Test
  void aRequestThatWaitedSaysSo() throws Exception {
    Ticker ticker = Ticker.system();
    FairTurns queue =
        new FairTurns(ticker, uri -> new TurnLimits(1, OptionalInt.empty(), Duration.ofMinutes(1)));
    try (SlowVlmServer server = SlowVlmServer.start(Duration.ofMillis(1), 5);
        BackendRegistry registry =
            BackendRegistry.open(ticker, Optional.of(new SessionTurns(queue, "me")));
        VlmBackend backend = registry.connect("http://127.0.0.1:" + server.port());
        TurnQueue.Ticket taken = queue.enter(backend.card().uri(), "other");
        TokenStream stream = backend.stream(Pictures.ask(0, "What?", 5))) {
      List<TokenEvent> events = new ArrayList<>();
      CountDownLatch waits = new CountDownLatch(1);
      ExecutorService threads = Executors.newSingleThreadExecutor();
      Future<Completion> answer =
          threads.submit(
              () ->
                  stream.read(
                      event -> {
                        events.add(event);
                        waits.countDown();
                      }));
      waits.await();
      assertThat(server.requests()).noneMatch(request -> request.startsWith("POST"));
      taken.close();

      Completion told = answer.get();
      threads.shutdown();
      assertThat(told.text()).startsWith("w0");
      assertThat(events.get(0)).isInstanceOf(TokenEvent.Queued.class);
      assertThat(told.timeline().wire().queued().getAsLong())
          .isEqualTo(events.get(0).atNanos())
          .isLessThan(told.timeline().start());
    }
  }

  @Test
  void closedWhileItWaitsItSendsNothing() throws Exception {
    FairTurns queue = queue(1, OptionalInt.empty(), LONG);
    try (SlowVlmServer server = SlowVlmServer.start(Duration.ofMillis(1), 5);
        BackendRegistry registry =
            BackendRegistry.open(Ticker.system(), Optional.of(new SessionTurns(queue, "me")));
        VlmBackend backend = registry.connect("http://127.0.0.1:" + server.port());
        TurnQueue.Ticket taken = queue.enter(backend.card().uri(), "other")) {
      TokenStream stream = backend.stream(Pictures.ask(0, "What?", 5));
      stream.close();

      assertThat(stream.read(event -> {}).finish()).isEqualTo(FinishReason.CANCELLED);
      assertThat(server.requests()).noneMatch(request -> request.startsWith("POST"));
      assertThat(taken.await()).isTrue();
    }
  }
}
