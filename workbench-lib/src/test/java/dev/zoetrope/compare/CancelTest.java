package dev.zoetrope.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zoetrope.backend.FinishReason;
import dev.zoetrope.backend.TokenEvent;
import dev.zoetrope.metrics.Reading;
import dev.zoetrope.temporal.SingleFrame;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stop means stop. */
@Timeout(120)
class CancelTest {
  private final Clip clip = new Clip();

  @AfterEach
  void close() {
    boolean unused = Thread.interrupted();
    clip.close();
  }

  @Test
  void aStopClosesWhatRunsAndKeepsWhatCame() {
    Thread me = Thread.currentThread();
    CountDownLatch both = new CountDownLatch(2);
    ScriptedBackend a = new ScriptedBackend("a:", "here", untilClosed("to the", both, me));
    ScriptedBackend b = new ScriptedBackend("b:", "there", untilClosed("it", both, me));
    List<CompareEvent> heard = new CopyOnWriteArrayList<>();

    ComparisonCancelled stopped = stopped(clip.spec(a, b), heard::add);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(stopped.result().answers())
        .extracting(Answer::outcome)
        .containsExactly(new Outcome.Cancelled("to the"), new Outcome.Cancelled("it"));
    assertThat(heard.get(heard.size() - 1)).isInstanceOf(CompareEvent.Ended.class);
    assertThat(stopped.result().answers().get(0).readings().get("time_to_first_token"))
        .isInstanceOf(Reading.Value.class);
  }

  @Test
  void aBackendThatBreaksWhenItIsClosedWasStoppedAndDidNotFail() {
    ScriptedBackend.Script waits =
        untilClosed("to the", new CountDownLatch(1), Thread.currentThread());
    ScriptedBackend a =
        new ScriptedBackend(
            "a:",
            "here",
            (sink, closed) -> {
              waits.read(sink, closed);
              throw new IllegalStateException("the socket is closed");
            });

    assertThat(stopped(clip.spec(a), event -> {}).result().answers())
        .extracting(Answer::outcome)
        .containsExactly(new Outcome.Cancelled("to the"));
  }

  @Test
  void whatWasNotAskedYetIsNotAskedAnyMore() {
    ScriptedBackend a =
        new ScriptedBackend(
            "a:", "here", untilClosed("to", new CountDownLatch(1), Thread.currentThread()));
    ScriptedBackend b = new ScriptedBackend("b:", "here", Answers.saying("never"));

    ComparisonCancelled stopped = stopped(clip.spec(a, b), event -> {});

    assertThat(b.asked()).isEmpty();
    Answer unasked = stopped.result().answers().get(1);
    assertThat(unasked.outcome()).isEqualTo(new Outcome.Cancelled(""));
    assertThat(unasked.readings().values()).containsOnly(new Reading.Absent("cancelled"));
  }

  @Test
  void whatWasAnsweredBeforeStaysWhole() {
    ScriptedBackend a = new ScriptedBackend("a:", "here", Answers.saying("left"));
    ScriptedBackend b =
        new ScriptedBackend(
            "b:", "here", untilClosed("to", new CountDownLatch(1), Thread.currentThread()));

    ComparisonCancelled stopped = stopped(clip.spec(a, b), event -> {});

    assertThat(stopped.result().answers().get(0).outcome())
        .isEqualTo(new Outcome.Complete("left", FinishReason.STOP));
    assertThat(stopped.result().answers().get(1).outcome()).isEqualTo(new Outcome.Cancelled("to"));
  }

  @Test
  void anInterruptBeforeTheStartStopsToo() {
    ScriptedBackend.Script waits = untilClosed("", new CountDownLatch(1), new Thread());
    Thread.currentThread().interrupt();

    ComparisonCancelled stopped =
        stopped(clip.spec(new ScriptedBackend("a:", "here", waits)), event -> {});

    assertThat(stopped.result().answers())
        .extracting(Answer::outcome)
        .containsExactly(new Outcome.Cancelled(""));
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void theNextComparisonWorks() {
    Thread me = Thread.currentThread();
    ScriptedBackend a =
        new ScriptedBackend("a:", "here", untilClosed("to", new CountDownLatch(1), me));
    stopped(clip.spec(a), event -> {});
    assertThat(Thread.interrupted()).isTrue();

    ComparisonResult next =
        clip.run(
            clip.spec(
                List.of(SingleFrame.last()),
                2,
                AskOrder.IN_TURN,
                0,
                new ScriptedBackend("a:", "here", Answers.saying("left"))));

    assertThat(next.answers()).allMatch(answer -> answer.outcome() instanceof Outcome.Complete);
  }

  private ComparisonCancelled stopped(ComparisonSpec spec, CompareListener listener) {
    ComparisonCancelled stopped =
        catchThrowableOfType(ComparisonCancelled.class, () -> clip.run(spec, listener));
    assertThat(stopped).hasMessageContaining("partial answers are kept");
    return stopped;
  }

  /** Says a bit; the last of them interrupts; then it waits until it is closed. */
  private static ScriptedBackend.Script untilClosed(
      String said, CountDownLatch started, Thread interrupted) {
    return (sink, closed) -> {
      sink.accept(new TokenEvent.Delta(0, said, false));
      started.countDown();
      started.await();
      interrupted.interrupt();
      closed.await();
      return Answers.completion(said, FinishReason.CANCELLED);
    };
  }
}
