package dev.zoetrope.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.backend.FinishReason;
import dev.zoetrope.backend.Sampling;
import dev.zoetrope.backend.TokenEvent;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.capture.FrameEncoder;
import dev.zoetrope.capture.PushSource;
import dev.zoetrope.capture.Source;
import dev.zoetrope.capture.SourceException;
import dev.zoetrope.capture.SourceRegistry;
import dev.zoetrope.capture.SourceState;
import dev.zoetrope.media.Frame;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.temporal.Encoding;
import dev.zoetrope.temporal.EncodingException;
import dev.zoetrope.temporal.Grid;
import dev.zoetrope.temporal.SingleFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LiveSessionTest {
  private final SourceRegistry sources = SourceRegistry.open(Ticker.system());
  private final FrameEncoder encoder = FrameEncoder.open(Ticker.system());
  private final BlockingQueue<CompareEvent> events = new LinkedBlockingQueue<>();
  private final List<CompareEvent> heard = new ArrayList<>();
  private final Frame picture =
      sources.open("synthetic:moving-shape?seed=7&size=64").at("0s").last();

  @AfterEach
  void closeAll() {
    sources.close();
    encoder.close();
  }

  private LiveSession start(Source source, int frames, Encoding encoding, VlmBackend... backends) {
    LiveSpec spec =
        new LiveSpec(
            source,
            frames,
            Duration.ofMillis(frames - 1L),
            encoding,
            List.of(backends),
            Duration.ofMillis(1),
            Sampling.greedy(16),
            "Open?");
    return LiveSession.start("run-1", spec, encoder, Ticker.system(), List.of(events::add));
  }

  private LiveSession start(Source source, VlmBackend... backends) {
    return start(source, 1, SingleFrame.last(), backends);
  }

  private <E extends CompareEvent> E next(Class<E> kind, Predicate<E> wanted)
      throws InterruptedException {
    while (true) {
      CompareEvent event = events.poll(60, TimeUnit.SECONDS);
      assertThat(event).as("an event within a minute").isNotNull();
      heard.add(event);
      if (kind.isInstance(event) && wanted.test(kind.cast(event))) {
        return kind.cast(event);
      }
    }
  }

  private LiveAnswer answerOf(String uri) throws InterruptedException {
    return next(
            LiveEvent.Answered.class,
            told -> told.answer().answer().slot().backend().uri().equals(uri))
        .answer();
  }

  private static String text(LiveAnswer answer) {
    return answer.answer().outcome().text();
  }

  /** Says nothing until it is closed. */
  private static ScriptedBackend.Script silent(CountDownLatch asked) {
    return (sink, closed) -> {
      asked.countDown();
      closed.await();
      return Answers.completion("too late", FinishReason.CANCELLED);
    };
  }

  @Test
  void eachBackendKeepsItsOwnPaceOnTheNewestFrame() throws InterruptedException {
    Semaphore release = new Semaphore(0);
    CountDownLatch asked = new CountDownLatch(1);
    ScriptedBackend fast = new ScriptedBackend("fast:", "here", Answers.saying("yes"));
    ScriptedBackend slow =
        new ScriptedBackend(
            "slow:",
            "here",
            (sink, closed) -> {
              asked.countDown();
              release.acquire();
              return Answers.completion("perhaps", FinishReason.STOP);
            });
    PushSource door = sources.push("door#stall=10m");
    try (LiveSession session = start(door, fast, slow)) {
      door.push(picture);
      answerOf("fast:");
      asked.await();
      for (int i = 0; i < 4; i++) {
        door.push(picture);
        assertThat(answerOf("fast:").dropped()).isZero();
      }
      release.release(2);
      LiveAnswer first = answerOf("slow:");
      assertThat(text(first)).isEqualTo("perhaps");
      LiveAnswer second = answerOf("slow:");
      assertThat(first.dropped() + second.dropped()).as("frames 2, 3 and 4 of 5").isEqualTo(3);
      assertThat(slow.asked()).hasSize(2);
      assertThat(session.report().backends().get(0).answered()).isEqualTo(5);
    }
  }

  @Test
  void aChangedQuestionIsTheOnlyOneThatIsHeardOf() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    AtomicInteger questions = new AtomicInteger();
    ScriptedBackend vlm =
        new ScriptedBackend(
            "a:",
            "here",
            (sink, closed) -> {
              sink.accept(new TokenEvent.Delta(0, "old ", false));
              return questions.getAndIncrement() == 0
                  ? silent(asked).read(sink, closed)
                  : Answers.saying("new").read(sink, closed);
            });
    PushSource door = sources.push("door#stall=10m");
    try (LiveSession session = start(door, vlm)) {
      door.push(picture);
      asked.await();
      session.ask("Closed?");
      assertThat(session.view().columns().get(0).text()).isEmpty();
      door.push(picture);
      LiveAnswer answer = answerOf("a:");
      assertThat(text(answer)).isEqualTo("new");
      assertThat(answer.prompt()).isEqualTo("Closed?");
      assertThat(heard).filteredOn(LiveEvent.Answered.class::isInstance).hasSize(1);
      assertThat(session.report().backends().get(0).superseded()).isEqualTo(1);
    }
  }

  @Test
  void anotherModelTakesThePlaceOfOneInFlight() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    ScriptedBackend old = new ScriptedBackend("old:", "here", silent(asked));
    ScriptedBackend other = new ScriptedBackend("new:", "here", Answers.saying("yes"));
    PushSource door = sources.push("door#stall=10m");
    try (LiveSession session = start(door, old)) {
      door.push(picture);
      asked.await();
      session.replace(old, other);
      door.push(picture);
      assertThat(text(answerOf("new:"))).isEqualTo("yes");
      assertThat(heard).filteredOn(LiveEvent.Answered.class::isInstance).hasSize(1);
      assertThatThrownBy(() -> session.replace(old, other))
          .hasMessage("old: is not asked here: name one that is.");
    }
  }

  @Test
  void aLostBackendIsToldAndAskedAgain() throws InterruptedException {
    AtomicInteger questions = new AtomicInteger();
    ScriptedBackend vlm =
        new ScriptedBackend(
            "a:",
            "here",
            (sink, closed) -> {
              if (questions.getAndIncrement() == 1) {
                throw new IllegalStateException("gone");
              }
              return Answers.saying("yes").read(sink, closed);
            });
    PushSource door = sources.push("door#stall=10m");
    try (LiveSession session = start(door, vlm)) {
      door.push(picture);
      assertThat(text(answerOf("a:"))).isEqualTo("yes");
      door.push(picture);
      assertThat(answerOf("a:").answer().outcome()).isInstanceOf(Outcome.Failed.class);
      LiveView.Column lost = session.view().columns().get(0);
      assertThat(lost.state()).isEqualTo(LiveView.State.LOST);
      assertThat(lost.text()).as("the answer of before").isEmpty();
      assertThat(lost.caption()).contains("gone");
      door.push(picture);
      assertThat(text(answerOf("a:"))).isEqualTo("yes");
    }
  }

  @Test
  void anAnswerDoesNotOutliveTheSourcesPictures() throws InterruptedException {
    PushSource door = sources.push("door#stall=1s");
    ScriptedBackend vlm = new ScriptedBackend("a:", "here", Answers.saying("yes"));
    try (LiveSession session = start(door, vlm)) {
      while (session.report().backends().get(0).answered() == 0) {
        door.push(picture);
        next(LiveEvent.Pulse.class, told -> true);
      }
      LiveEvent.Pulse stalled =
          next(
              LiveEvent.Pulse.class,
              told -> told.view().columns().get(0).caption().startsWith("no new frames; its last"));
      assertThat(stalled.view().live()).isFalse();
      assertThat(stalled.view().news()).startsWith("STALLED");
      assertThat(stalled.view().columns().get(0).text()).isEmpty();
      assertThat(heard)
          .anyMatch(
              told ->
                  told instanceof LiveEvent.Source source
                      && source.event().state() == SourceState.STALLED);
    }
  }

  @Test
  void closingCancelsWhatIsOnItsWayAndEndsTheSession() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    ScriptedBackend vlm = new ScriptedBackend("a:", "here", silent(asked));
    PushSource door = sources.push("door#stall=10m");
    LiveSession session = start(door, vlm);
    door.push(picture);
    asked.await();
    session.close();
    assertThat(session.isOver()).isTrue();
    LiveEvent.Ended ended = next(LiveEvent.Ended.class, told -> true);
    assertThat(heard)
        .filteredOn(LiveEvent.Answered.class::isInstance)
        .singleElement()
        .satisfies(
            told ->
                assertThat(((LiveEvent.Answered) told).answer().answer().outcome())
                    .isInstanceOf(Outcome.Cancelled.class));
    assertThat(ended.report().anyFailed()).isTrue();
    assertThat(ended.report().table().rows()).hasSize(1);
  }

  @Test
  void itEndsWithItsSource() throws InterruptedException {
    PushSource door = sources.push("door#stall=10m");
    ScriptedBackend vlm = new ScriptedBackend("a:", "here", Answers.saying("yes"));
    try (LiveSession session = start(door, vlm)) {
      door.push(picture);
      answerOf("a:");
      door.end();
      assertThat(session.await(Duration.ofSeconds(60))).isTrue();
      assertThat(session.report().news()).startsWith("ENDED");
      assertThat(session.report().anyFailed()).isFalse();
    }
  }

  @Test
  void aRecordingIsRefused() {
    Source clip = sources.open("synthetic:moving-shape?seed=7&size=64");
    ScriptedBackend vlm = new ScriptedBackend("a:", "here", Answers.saying("yes"));
    assertThatThrownBy(() -> start(clip, vlm))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("no live source");
  }

  @Test
  void framesThatCannotBeShownEndIt() {
    PushSource door = sources.push("door#stall=10m");
    ScriptedBackend vlm = new ScriptedBackend("a:", "here", Answers.saying("yes"));
    try (LiveSession session = start(door, 1, Grid.of(2, 2), vlm)) {
      door.push(picture);
      assertThatThrownBy(() -> session.await(Duration.ofSeconds(60)))
          .isInstanceOf(EncodingException.class)
          .hasMessageContaining("2x2");
    }
  }
}
