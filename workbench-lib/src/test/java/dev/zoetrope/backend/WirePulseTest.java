package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is a sign of life, and what is not. */
class WirePulseTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final AtomicLong clock = new AtomicLong();
  private final AtomicInteger ended = new AtomicInteger();
  private final WirePulse pulse =
      new WirePulse(Duration.ofSeconds(10), clock::get, ended::incrementAndGet);

  @BeforeEach
  void begin() {
    pulse.begin(0);
  }

  private boolean lateAfter(long seconds) {
    clock.addAndGet(seconds * SECOND);
    pulse.check();
    return pulse.isLate();
  }

  @Test
  void anAnswerThatSaysNothingIsLateOnce() {
    assertThat(lateAfter(10)).isFalse();
    assertThat(lateAfter(1)).isTrue();
    assertThat(lateAfter(1)).isTrue();
    assertThat(ended).hasValue(1);
  }

  @Test
  void beforeTheFirstTokenAKeepAliveIsASignOfLife() {
    for (int i = 0; i < 5; i++) {
      pulse.line(clock.get());
      assertThat(lateAfter(9)).isFalse();
    }
  }

  @Test
  void afterTheFirstTokenOnlyTheAnswerIs() {
    pulse.event(new TokenEvent.Delta(clock.get(), "a", false));
    clock.addAndGet(9 * SECOND);
    pulse.line(clock.get());
    pulse.event(new TokenEvent.Ping(clock.get()));
    pulse.event(new TokenEvent.Read(clock.get(), 9));

    assertThat(lateAfter(2)).isTrue();
  }

  @Test
  void howLongTheReaderOfTheAnswerTakesIsNotTheServersSilence() {
    long from = clock.get();
    pulse.hands();
    assertThat(lateAfter(60)).isFalse();
    pulse.listens(from);
    assertThat(lateAfter(9)).isFalse();
    assertThat(lateAfter(2)).isTrue();
  }

  @Test
  void eachTokenGivesItTimeAgain() {
    for (int i = 0; i < 5; i++) {
      pulse.event(new TokenEvent.Delta(clock.get(), "a", i % 2 == 0));
      assertThat(lateAfter(9)).isFalse();
    }
  }
}
