package dev.zoetrope.compare;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to listeners, each on a thread of its own: no socket waits for a screen, and no log
 * either.
 */
final class Dispatch implements AutoCloseable {
  /** A listener that hangs longer than this is left behind. */
  private static final long CLOSE_MILLIS = 2000;

  private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

  private final List<Hearing> hearings;
  private final CountDownLatch listening;

  Dispatch(List<CompareListener> listeners) {
    listening = new CountDownLatch(listeners.size());
    hearings = listeners.stream().map(l -> new Hearing(l, listening::countDown)).toList();
    hearings.forEach(Hearing::start);
  }

  void tell(CompareEvent event) {
    hearings.forEach(hearing -> hearing.tell(event));
  }

  /** Waits until all that was told has been heard, within a deadline. */
  @Override
  public void close() {
    hearings.forEach(Hearing::end);
    boolean interrupted = Thread.interrupted();
    try {
      if (!listening.await(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.warn("a listener of the comparison still hangs and is left behind");
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    hearings.forEach(Hearing::abandon);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
