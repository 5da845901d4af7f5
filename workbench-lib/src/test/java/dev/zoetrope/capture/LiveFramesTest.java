package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.media.Frame;
import dev.zoetrope.media.Window;
import dev.zoetrope.metrics.Ticker;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Slots, ring and states of a live source whose pictures and time the test gives. */
class LiveFramesTest {
  private static final Duration NO_TIME = Duration.ZERO;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final AtomicLong now = new AtomicLong();
  private final Ticker ticker = now::get;
  private final SourceRegistry sources = SourceRegistry.open(ticker);

  @AfterEach
  void closeAll() {
    sources.close();
  }

  private static Frame picture(int luma) {
    byte[] i420 = new byte[Frame.size(16, 16)];
    Arrays.fill(i420, (byte) 128);
    Arrays.fill(i420, 0, 256, (byte) luma);
    return Frame.of(16, 16, i420, Duration.ZERO, 0);
  }

  private void push(PushSource source, int luma, long millis) {
    now.set(Duration.ofMillis(millis).toNanos());
    source.push(picture(luma));
  }

  @Test
  void aSlowConsumerGetsTheNewestAndKnowsWhatItMissed() {
    PushSource source = sources.push("door");
    try (Subscription mine = source.subscribe()) {
      for (int i = 1; i <= 10; i++) {
        push(source, 20 * i, 40 * i);
      }
      LiveFrame frame = mine.next(NO_TIME).orElseThrow();
      assertThat(frame.number()).isEqualTo(10);
      assertThat(frame.frame().i420()).isEqualTo(picture(200).i420());
      assertThat(frame.origin()).isEqualTo(TimeOrigin.ARRIVAL);
      assertThat(frame.frame().capturedAtNanos()).isEqualTo(400_000_000);
      assertThat(mine.next(NO_TIME)).isEmpty();
      assertThat(mine.counts()).isEqualTo(new FrameCounts(10, 1, 9, 0));
    }
  }

  @Test
  void aPictureThatWaitedForTooLongIsNotHandedOver() {
    PushSource source = sources.push("door#stall=1s");
    try (Subscription mine = source.subscribe()) {
      push(source, 20, 0);
      now.set(Duration.ofMillis(1001).toNanos());
      assertThat(mine.next(NO_TIME)).isEmpty();
      assertThat(mine.counts()).isEqualTo(new FrameCounts(1, 0, 0, 1));
    }
  }

  @Test
  void aQueueGivesPicturesInTheirOrderAndForgetsTheOldestWhenItIsFull() {
    PushSource source = sources.push("door#stall=1s");
    try (Subscription mine = source.subscribe(3)) {
      for (int i = 1; i <= 5; i++) {
        push(source, 20 * i, 2000 * i);
      }
      now.set(Duration.ofMinutes(1).toNanos());
      assertThat(mine.next(NO_TIME).orElseThrow().number()).isEqualTo(3);
      assertThat(mine.next(NO_TIME).orElseThrow().number()).isEqualTo(4);
      assertThat(mine.counts()).isEqualTo(new FrameCounts(5, 2, 2, 0));
      assertThat(mine.next(NO_TIME).orElseThrow().number()).isEqualTo(5);
      assertThat(mine.next(NO_TIME)).isEmpty();
    }
    assertThatThrownBy(() -> source.subscribe(0)).hasMessageContaining("holds none");
  }

  @Test
  void consumersDoNotTakePicturesFromEachOther() {
    PushSource source = sources.push("door");
    try (Subscription mine = source.subscribe();
        Subscription yours = source.subscribe()) {
      push(source, 20, 0);
      assertThat(mine.next(NO_TIME)).isPresent();
      assertThat(yours.next(NO_TIME)).isPresent();
    }
  }

  @Test
  void aWindowEndsAtTheNewestPicture() {
    PushSource source = sources.push("door");
    for (int i = 0; i <= 20; i++) {
      push(source, i, 100 * i);
    }
    Window window = source.window(4, "500ms");
    assertThat(window.frames())
        .extracting(frame -> frame.time().toMillis())
        .containsExactly(500L, 1000L, 1500L, 2000L);
    assertThat(source.latest().last().time()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void whatIsNoLongerKeptIsSaid() {
    PushSource source = sources.push("door#hold=1s");
    for (int i = 0; i <= 20; i++) {
      push(source, i, 100 * i);
    }
    assertThatThrownBy(() -> source.at("500ms"))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("keeps no picture from before 1s any more: ask for latest()");
    assertThat(source.at("1050ms").last().time()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void theBudgetBoundsWhatIsKept() {
    PushSource source = sources.push("door#budget=2k");
    for (int i = 0; i <= 20; i++) {
      push(source, i, 100 * i);
    }
    assertThatThrownBy(() -> source.at("0s")).hasMessageContaining("from before 1.9s");
  }

  @Test
  void aFrameOutlivesItsSource() {
    PushSource source = sources.push("door");
    push(source, 77, 0);
    Frame frame = source.latest().last();
    source.close();
    assertThat(frame.i420()).isEqualTo(picture(77).i420());
    assertThatThrownBy(source::latest)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("push:door is closed: open it again.");
    source.push(picture(1));
  }

  @Test
  void statesFollowThePictures() throws Exception {
    PushSource source = sources.push("door#stall=1s");
    Watched watched = new Watched(source);
    watched.await(SourceState.OPENING);
    push(source, 1, 0);
    watched.await(SourceState.LIVE);
    now.set(Duration.ofMillis(1001).toNanos());
    assertThat(watched.await(SourceState.STALLED).words())
        .isEqualTo("push:door was given no picture for 1s: check what pushes into it.");
    push(source, 2, 1100);
    watched.await(SourceState.LIVE);
    source.end();
    watched.await(SourceState.ENDED);
    assertThatThrownBy(source::latest).hasMessageContaining("push:door has ended");
    source.close();
    assertThat(source.events())
        .extracting(SourceEvent::state)
        .containsExactly(
            SourceState.OPENING,
            SourceState.LIVE,
            SourceState.STALLED,
            SourceState.LIVE,
            SourceState.ENDED,
            SourceState.CLOSED);
  }

  @Test
  void aClosedSourceEndsTheWaitOfItsConsumers() throws Exception {
    PushSource source = sources.push("door");
    Subscription mine = source.subscribe();
    Thread closer = new Thread(source::close, "closer");
    closer.start();
    try {
      assertThat(mine.next(PATIENCE)).isEmpty();
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("closed");
    }
    closer.join();
  }

  @Test
  void timesGoOnWhereTheSourcesOwnJump() {
    LiveTimes times = new LiveTimes();
    Duration second = Duration.ofSeconds(1);
    assertThat(times.place(java.util.Optional.of(second.multipliedBy(100)), 0).time())
        .isEqualTo(Duration.ZERO);
    assertThat(times.place(java.util.Optional.of(second.multipliedBy(101)), 900_000_000).time())
        .isEqualTo(second);
    LiveTimes.Placed jumped = times.place(java.util.Optional.of(Duration.ZERO), 2_000_000_000L);
    assertThat(jumped).isEqualTo(new LiveTimes.Placed(second.multipliedBy(2), true));
    times.reconnect();
    assertThat(times.place(java.util.Optional.of(second), 5_000_000_000L))
        .isEqualTo(new LiveTimes.Placed(second.multipliedBy(5), false));
  }

  @Test
  void optionsAreReadBehindTheSharpOnly() {
    assertThat(LiveOptions.split("rtsp://cam/1?a=b#stall=2s&transport=udp").options())
        .containsOnlyKeys("stall", "transport");
    assertThat(LiveOptions.split("lavfi:color=c=#ff0000").address())
        .isEqualTo("lavfi:color=c=#ff0000");
    assertThat(LiveOptions.of(java.util.Map.of("budget", "2g"), List.of()).budget())
        .isEqualTo(2L << 30);
  }
}
