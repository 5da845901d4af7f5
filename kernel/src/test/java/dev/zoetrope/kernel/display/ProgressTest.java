package dev.zoetrope.kernel.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.kernel.wire.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private final RecordingPublisher published = new RecordingPublisher();
  private final Screen screen = new Screen(published);
  private final AtomicLong clock = new AtomicLong();
  private final List<Runnable> later = new ArrayList<>();

  @AfterEach
  void close() {
    screen.close();
  }

  private Progress open(String label, long total) {
    LiveDisplay display = new LiveDisplay("id", screen.open(Origin.NONE), Renderers.withPictures());
    ProgressState state = new ProgressState(label, 0, total, false);
    return new Progress(display, state, (task, millis) -> later.add(task), clock::get);
  }

  private void pass(long millis) {
    clock.addAndGet(millis * 1_000_000);
  }

  private String shown(String mimeType) {
    Map<?, ?> content = published.messages.get(published.messages.size() - 1).content();
    return ((Map<?, ?>) content.get("data")).get(mimeType).toString();
  }

  @Test
  void aBarIsShownOnceAndThenChanges() {
    try (Progress progress = open("reading", 4)) {
      pass(1_000);
      progress.step();
      assertThat(shown("text/plain"))
          .isEqualTo("reading [#####---------------] 25 % · 1 of 4 · 1 s · 3 s left");
      assertThat(shown("text/html")).contains("aria-valuenow=\"1\"", "width:25.0%");
    }
    assertThat(published.types())
        .containsExactly("display_data", "update_display_data", "update_display_data");
  }

  @Test
  void manyStepsAreFewMessagesAndTheLastOneIsNotLost() {
    Progress progress = open("", 1_000);
    for (int i = 0; i < 500; i++) {
      progress.step();
    }
    assertThat(published.messages).hasSize(1);
    assertThat(later).hasSize(1);

    later.remove(0).run();

    assertThat(published.messages).hasSize(2);
    assertThat(shown("text/plain")).contains("500 of 1000");
  }

  @Test
  void theEndIsShownAtOnceAndNothingAfterIt() {
    Progress progress = open("", 2);
    progress.at(2);
    progress.close();
    progress.step();
    later.forEach(Runnable::run);

    assertThat(published.messages).hasSize(2);
    assertThat(shown("text/plain")).isEqualTo("[####################] 100 % · 2 of 2 · 0 s");
  }

  @Test
  void allDoneIsShownWithoutWaitingForTheNextTurn() {
    Progress progress = open("", 3);
    for (int i = 0; i < 3; i++) {
      progress.step();
    }

    assertThat(shown("text/plain")).contains("3 of 3");
  }

  @Test
  void anEarlyEndIsSaid() {
    open("", 8).at(3).close();

    assertThat(shown("text/plain")).contains("37 %", "3 of 8", "ended early");
  }

  @Test
  void withoutATotalItCounts() {
    Progress progress = open("<files>", 0);
    pass(200);
    progress.at(12);

    assertThat(shown("text/plain")).isEqualTo("<files> 12 · 0 s");
    assertThat(shown("text/html")).contains("&lt;files&gt;").doesNotContain("progressbar");
  }

  @Test
  void moreThanAllIsAll() {
    Progress progress = open("", 2);
    pass(200);

    assertThat(progress.step(5)).isSameAs(progress);
    assertThat(shown("text/plain")).contains("2 of 2");
  }

  @Test
  void somethingElseMayTakeItsPlace() {
    open("", 2).replace("done");

    assertThat(shown("text/plain")).isEqualTo("done");
  }

  @Test
  void aLoopMovesItsBarAndEndsIt() {
    screen.open(Origin.NONE);
    Displays displays = new Displays(screen, Renderers.withPictures());
    List<String> seen = new ArrayList<>();
    for (String each : displays.progress(List.of("a", "b", "c"))) {
      seen.add(each);
    }

    assertThat(seen).containsExactly("a", "b", "c");
    assertThat(shown("text/plain")).contains("100 % · 3 of 3");
    assertThatThrownBy(() -> displays.progress(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
