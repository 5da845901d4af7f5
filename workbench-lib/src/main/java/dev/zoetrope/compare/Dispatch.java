package dev.zoetrope.compare;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to listeners, each on a thread of its own: no socket waits for a screen, and no log
 * either.
 */
final class Dispatch implements AutoCloseable {
  /** A listener that only shows and hangs longer than this is left behind. */
  private static final long CLOSE_MILLIS = 2000;

  private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

  private final List<Hearing> keepers;
  private final List<Hearing> screens;
  private final CountDownLatch keeping;
  private final CountDownLatch showing;

  Dispatch(List<CompareListener> listeners) {
    List<CompareListener> keep = listeners.stream().filter(CompareListener::keeps).toList();
    List<CompareListener> show = listeners.stream().filter(l -> !l.keeps()).toList();
    keeping = new CountDownLatch(keep.size());
    showing = new CountDownLatch(show.size());
    keepers = keep.stream().map(l -> new Hearing(l, keeping::countDown)).toList();
    screens = show.stream().map(l -> new Hearing(l, showing::countDown)).toList();
    all().forEach(Hearing::start);
  }

  private Stream<Hearing> all() {
    return Stream.of(keepers, screens).flatMap(List::stream);
  }

  void tell(CompareEvent event) {
    all().forEach(hearing -> hearing.tell(event));
  }

  /**
   * Waits until all that was told has been heard: by a screen within a deadline, by whoever keeps
   * it as long as that takes.
   */
  @Override
  public void close() {
    all().forEach(Hearing::end);
    boolean interrupted = Thread.interrupted();
    interrupted |= shown();
    interrupted |= kept();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean shown() {
    boolean interrupted = false;
    try {
      if (!showing.await(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.warn("a listener of the comparison still hangs and is left behind");
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    screens.forEach(Hearing::abandon);
    return interrupted;
  }

  private boolean kept() {
    boolean interrupted = false;
    while (true) {
      try {
        keeping.await();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }
}
