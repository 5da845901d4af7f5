package dev.zoetrope.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DispatchTest {
  private static final Slot SLOT = new Slot(0, Answers.card("a:", "here"), "single-middle", 0);
  private static final CompareEvent GREW = new CompareEvent.Grew(SLOT, "x");
  private static final CompareEvent ASKED = new CompareEvent.Asked(SLOT);

  @Test
  void whenItIsFullOnlyDeltasAreDropped() {
    CountDownLatch full = new CountDownLatch(1);
    List<CompareEvent> heard = new ArrayList<>();
    try (Dispatch dispatch =
        new Dispatch(
            List.of(
                event -> {
                  await(full);
                  heard.add(event);
                }))) {
      for (int i = 0; i < 2 * Hearing.FULL; i++) {
        dispatch.tell(GREW);
        if (i % 1000 == 0) {
          dispatch.tell(ASKED);
        }
      }
      full.countDown();
    }
    assertThat(heard).filteredOn(ASKED::equals).hasSize(9);
    assertThat(heard).filteredOn(GREW::equals).hasSizeBetween(Hearing.FULL - 10, Hearing.FULL + 1);
  }

  @Test
  void oneThatHangsCostsTheOthersNothing() {
    CountDownLatch never = new CountDownLatch(1);
    List<CompareEvent> heard = new ArrayList<>();
    try (Dispatch dispatch = new Dispatch(List.of(event -> await(never), heard::add))) {
      for (int i = 0; i < 50; i++) {
        dispatch.tell(ASKED);
      }
    }
    assertThat(heard).hasSize(50);
  }

  @Test
  void whoKeepsWhatIsToldIsNeverLeftBehind() {
    CountDownLatch leftBehind = new CountDownLatch(1);
    List<CompareEvent> kept = new ArrayList<>();
    CompareListener log =
        new CompareListener() {
          @Override
          public void on(CompareEvent event) {
            await(leftBehind);
            kept.add(event);
          }

          @Override
          public boolean keeps() {
            return true;
          }
        };
    CompareListener screen =
        event -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            leftBehind.countDown();
          }
        };
    try (Dispatch dispatch = new Dispatch(List.of(log, screen))) {
      dispatch.tell(ASKED);
      dispatch.tell(ASKED);
    }
    assertThat(kept).hasSize(2);
  }

  @Test
  void oneThatDiesOfAnErrorIsNotWaitedFor() {
    List<CompareEvent> heard = new ArrayList<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {});
    try (Dispatch dispatch =
        new Dispatch(
            List.of(
                event -> {
                  throw new AssertionError("broken");
                },
                heard::add))) {
      dispatch.tell(ASKED);
      dispatch.tell(ASKED);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertThat(heard).hasSize(2);
  }

  @Test
  void closingKeepsTheInterruptOfItsCaller() {
    Dispatch dispatch = new Dispatch(List.of(event -> {}));
    Thread.currentThread().interrupt();
    dispatch.close();
    assertThat(Thread.interrupted()).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      boolean unused = latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("left behind", e);
    }
  }
}
