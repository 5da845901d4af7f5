package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A live source whose events a test waits for, one after the other. */
final class Watched {
  /** Only a test that fails waits so long. */
  private static final long PATIENCE_SECONDS = 120;

  private final BlockingQueue<SourceEvent> events = new LinkedBlockingQueue<>();

  Watched(Source source) {
    source.onEvent(events::add);
  }

  /** Skips what comes before. */
  SourceEvent await(SourceState state) throws InterruptedException {
    while (true) {
      SourceEvent event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(event).as("nothing happens any more; waited for " + state).isNotNull();
      if (event.state() == state) {
        return event;
      }
      assertThat(event.state().over()).as(event + " before " + state).isFalse();
    }
  }
}
