package dev.zoetrope.kernel.display;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.kernel.wire.Origin;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ScreenTest {
  private final RecordingPublisher publisher = new RecordingPublisher();
  private final Screen screen = new Screen(publisher);
  private final Displays displays = new Displays(screen, Renderers.withPictures());

  @AfterEach
  void close() {
    screen.close();
  }

  @Test
  void aThreadPrintsIntoTheCellThatStartedIt() throws InterruptedException {
    CellOutput first = screen.open(Origin.NONE);
    CompletableFuture<Void> secondRuns = new CompletableFuture<>();
    CompletableFuture<CellOutput> seen = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              secondRuns.join();
              seen.complete(screen.current());
            });
    thread.start();
    screen.open(Origin.NONE);
    secondRuns.complete(null);
    thread.join();

    assertThat(seen.join()).isSameAs(first);
  }

  @Test
  void aPoolsWorkersPrintIntoTheNewestCell() {
    screen.open(Origin.NONE);
    ForkJoinPool.commonPool().submit(screen::current).join();
    CellOutput second = screen.open(Origin.NONE);

    assertThat(ForkJoinPool.commonPool().submit(screen::current).join()).isSameAs(second);
  }

  @Test
  void textIsSentBeforeWhatFollowsIt() {
    screen.open(Origin.NONE).print("stdout", "first");
    displays.show("then");

    assertThat(publisher.types()).containsExactly("stream", "display_data");
  }

  @Test
  void textArrivesWithoutBeingAskedFor() {
    screen.open(Origin.NONE).print("stderr", "soon");

    long deadline = System.nanoTime() + 30_000_000_000L;
    while (publisher.messages.isEmpty() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(publisher.text("stderr")).isEqualTo("soon");
  }

  @Test
  void anUpdateNamesTheDisplayThatItChanges() {
    screen.open(Origin.NONE);
    Display display = displays.show("image/png", new byte[] {1});
    display.update("done");

    assertThat(publisher.types()).containsExactly("display_data", "update_display_data");
    assertThat(publisher.messages)
        .allSatisfy(
            message ->
                assertThat(message.content())
                    .containsEntry("transient", Map.of("display_id", display.id())));
  }

  @Test
  void eachDisplayHasItsOwnId() {
    screen.open(Origin.NONE);

    assertThat(displays.show("a").id()).isNotEqualTo(displays.show("b").id());
  }

  @Test
  void aSilentCellShowsNothing() {
    CellOutput output = screen.open(Origin.NONE);
    output.silence();
    output.print("stdout", "hidden");
    output.flush();
    displays.show("hidden");

    assertThat(publisher.messages).isEmpty();
  }

  @Test
  void clearingTellsWhetherToWait() {
    screen.open(Origin.NONE);
    displays.clear(true);

    assertThat(publisher.messages)
        .singleElement()
        .satisfies(message -> assertThat(message.content()).isEqualTo(Map.of("wait", true)));
  }
}
