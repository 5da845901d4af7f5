package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnxruntime.OrtEnvironment;
import dev.zoetrope.capture.FrameEncoder;
import dev.zoetrope.compare.AskOrder;
import dev.zoetrope.compare.Clip;
import dev.zoetrope.compare.CompareEvent;
import dev.zoetrope.compare.CompareListener;
import dev.zoetrope.compare.ComparisonCancelled;
import dev.zoetrope.compare.ComparisonSpec;
import dev.zoetrope.compare.Outcome;
import dev.zoetrope.media.Window;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.temporal.EncodedPrompt;
import dev.zoetrope.temporal.Encoding;
import dev.zoetrope.temporal.SingleFrame;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A whole comparison is stopped, whatever it is doing. What it does would take for ever, or much
 * longer than a stop may take on the busiest machine.
 */
@Timeout(120)
class WholeStopTest {
  /** Many times the 200 ms that are promised, for a machine that does other things as well. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Clip clip = new Clip();
  private final EmbeddedPool pool = new EmbeddedPool(OrtEnvironment::getEnvironment);
  private final AtomicLong pressed = new AtomicLong();
  private final Thread me = Thread.currentThread();

  @AfterEach
  void close() {
    boolean unused = Thread.interrupted();
    clip.close();
  }

  @Test
  void loadingThatNeverEndsIsLeftAlone() {
    CountDownLatch never = new CountDownLatch(1);
    EmbeddedPool stuck =
        new EmbeddedPool(
            () -> {
              press();
              hang(never);
              return OrtEnvironment.getEnvironment();
            });
    try (EmbeddedFactory factory = factory(stuck)) {
      ComparisonSpec spec = clip.spec(factory.connect("embedded:tiny"));

      assertThat(stopped(spec, event -> {})).containsExactly(new Outcome.Cancelled(""));
    } finally {
      never.countDown();
    }
  }

  @Test
  void makingPicturesWithoutEndIsStopped() {
    try (EmbeddedFactory factory = factory(pool)) {
      VlmBackend tiny = factory.connect("embedded:tiny");

      assertThat(stopped(clip.spec(List.of(endless()), 1, AskOrder.IN_TURN, 0, tiny), event -> {}))
          .containsExactly(new Outcome.Cancelled(""));
    }
  }

  @Test
  void readingTheFirstOfAThousandPromptsIsStopped() {
    assertThat(askedAThousandTimes(CompareEvent.Asked.class))
        .hasSize(1000)
        .allMatch(outcome -> outcome instanceof Outcome.Cancelled);
  }

  @Test
  void writingTheFirstOfAThousandAnswersIsStopped() {
    assertThat(askedAThousandTimes(CompareEvent.Grew.class))
        .filteredOn(outcome -> outcome instanceof Outcome.Cancelled)
        .hasSizeGreaterThan(500);
  }

  private List<Outcome> askedAThousandTimes(Class<? extends CompareEvent> until) {
    try (EmbeddedFactory factory = factory(pool)) {
      VlmBackend tiny = factory.connect("embedded:tiny");
      ComparisonSpec spec =
          clip.spec(List.of(SingleFrame.middle()), 1000, AskOrder.IN_TURN, 0, tiny);
      return stopped(
          spec,
          event -> {
            if (until.isInstance(event) && pressed.get() == 0) {
              press();
            }
          });
    }
  }

  private void press() {
    pressed.set(System.nanoTime());
    me.interrupt();
  }

  private List<Outcome> stopped(ComparisonSpec spec, CompareListener listener) {
    ComparisonCancelled stopped =
        catchThrowableOfType(ComparisonCancelled.class, () -> clip.run(spec, listener));
    Duration took = Duration.ofNanos(System.nanoTime() - pressed.get());
    System.out.println("stopped in " + took.toMillis() + " ms");
    assertThat(took).isLessThan(PATIENCE);
    return stopped.result().answers().stream().map(answer -> answer.outcome()).toList();
  }

  /** Compresses the same frame until somebody stops it. */
  private Encoding endless() {
    return new Encoding() {
      @Override
      public String name() {
        return "endless";
      }

      @Override
      public EncodedPrompt encode(Window window, FrameEncoder encoder) {
        press();
        while (true) {
          encoder.encode(window.last());
        }
      }
    };
  }

  private static EmbeddedFactory factory(EmbeddedPool pool) {
    return new EmbeddedFactory(Ticker.system(), pool, EmbeddedFixtures.FILES);
  }

  private static void hang(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts who loads", e);
    }
  }
}
