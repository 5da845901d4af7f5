package dev.zoetrope.capture;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import dev.zoetrope.metrics.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The thread of a live source: connects, hands over pictures, and connects again. All that is
 * native is opened and closed on it, so nobody who closes the source waits for a driver.
 */
final class Capture implements Runnable {
  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  /** Trying again does not help. */
  private static final Set<String> FINAL =
      Set.of("unauthorized", "unsupported", "natives", "budget", "zero_size", "no_video");

  private final String name;
  private final Connection.Opener opener;
  private final Address.Traits traits;
  private final LiveOptions options;
  private final Ticker ticker;
  private final Studio studio;
  private final LiveTimes times = new LiveTimes();
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile @Nullable Attempt attempt;
  private long number;
  private long lastPictureAt;
  private long pause = FIRST_PAUSE_MILLIS;

  /** One connection and its deadlines. */
  private static final class Attempt {
    private final Cancel cancel = new Cancel();
    private volatile boolean expired;
    private volatile boolean pictured;
    private volatile long lastAt;

    Attempt(long from) {
      this.lastAt = from;
    }

    void expire() {
      expired = true;
      cancel.cancel();
    }
  }

  Capture(
      String name,
      Connection.Opener opener,
      Address.Traits traits,
      LiveOptions options,
      Ticker ticker,
      Studio studio) {
    this.name = name;
    this.opener = opener;
    this.traits = traits;
    this.options = options;
    this.ticker = ticker;
    this.studio = studio;
  }

  @Override
  public void run() {
    try {
      while (!stopped()) {
        Optional<SourceException> reason = connection();
        if (stopped() || over(reason)) {
          return;
        }
        studio.states().enter(SourceState.RECONNECTING, reason.orElseThrow());
        pause();
      }
    } catch (RuntimeException | LinkageError e) {
      studio
          .states()
          .enter(SourceState.FAILED, new SourceException("broken", name + " failed: " + e));
    }
  }

  /** One connection from begin to end; empty when the source ended by itself. */
  private Optional<SourceException> connection() {
    Natives.load();
    Attempt now = new Attempt(ticker.nanos());
    attempt = now;
    times.reconnect();
    if (stopped()) {
      now.cancel.cancel();
    }
    try (Connection open = opener.open(now.cancel)) {
      return read(open, now);
    } catch (SourceException e) {
      return Optional.of(now.expired ? late(now) : e);
    } finally {
      attempt = null;
    }
  }

  private Optional<SourceException> read(Connection open, Attempt now) {
    Pace pace = new Pace(ticker, stop);
    Optional<Picture> next = open.next();
    if (next.isPresent()) {
      Optional<SourceException> complaint =
          Budget.complaint(name, next.get().picture(), open.fps(), options);
      if (complaint.isPresent()) {
        av_frame_free(next.get().picture());
        return complaint;
      }
    }
    while (next.isPresent()) {
      if (traits.paced()) {
        pace.await(next.get().stamp());
      }
      hand(next.get(), open, now);
      next = open.next();
    }
    return traits.finite() ? Optional.empty() : Optional.of(ended(open));
  }

  private SourceException ended(Connection open) {
    return traits.device() ? LiveErrors.opening(name, open.lastCode()) : LiveErrors.lost(name);
  }

  private void hand(Picture picture, Connection open, Attempt now) {
    long arrival = ticker.nanos();
    LiveTimes.Placed placed = times.place(picture.stamp(), arrival);
    boolean again = !now.pictured && number > 0;
    number++;
    studio.publish(
        new NativeFrame(
            picture.picture(),
            new NativeFrame.Facts(
                number,
                placed.time(),
                arrival,
                picture.stamp().isPresent() ? TimeOrigin.SOURCE : TimeOrigin.ARRIVAL,
                placed.broken() || again,
                picture.pixelAspect(),
                picture.quarterTurns())),
        open.fps());
    now.lastAt = arrival;
    now.pictured = true;
    lastPictureAt = arrival;
    pause = FIRST_PAUSE_MILLIS;
  }

  private SourceException late(Attempt late) {
    return late.pictured
        ? LiveErrors.stalled(name, Times.words(options.stall()))
        : LiveErrors.timeout(name, Times.words(options.open()));
  }

  /** Whether no further connection is tried; says why. */
  private boolean over(Optional<SourceException> reason) {
    if (reason.isEmpty()) {
      studio.states().enter(SourceState.ENDED, name + " has come to its end.");
      return true;
    }
    boolean tooLong = ticker.nanos() - lastPictureAt > options.retry().toNanos();
    if (number == 0 || tooLong || FINAL.contains(reason.get().code())) {
      studio.states().enter(SourceState.FAILED, reason.get());
      return true;
    }
    return false;
  }

  /** Longer each time, and never the same for all who lost one camera. */
  private void pause() {
    double share = ThreadLocalRandom.current().nextDouble(0.75, 1.25);
    await(stop, Math.round(pause * share));
    pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
  }

  private static void await(CountDownLatch latch, long millis) {
    try {
      boolean unused = latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // Nobody but the source itself stops this thread, and it counts the latch down.
      Thread.currentThread().interrupt();
    }
  }

  /** Called again and again from another thread: ends what takes longer than it may. */
  void look() {
    Attempt now = attempt;
    if (now == null || now.expired) {
      return;
    }
    Duration silent = Duration.ofNanos(ticker.nanos() - now.lastAt);
    if (!now.pictured && silent.compareTo(options.open()) > 0) {
      now.expire();
    } else if (now.pictured && !traits.paced() && silent.compareTo(options.stall()) > 0) {
      studio.states().enter(SourceState.STALLED, late(now));
      now.expire();
    }
  }

  private boolean stopped() {
    return stop.getCount() == 0;
  }

  /** Returns at once; the thread ends as soon as the library lets go. */
  void stop() {
    stop.countDown();
    Attempt now = attempt;
    if (now != null) {
      now.cancel.cancel();
    }
  }
}
