package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.Ticker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The queue of one process. Each backend has its own; within it sessions take turns, and each
 * session's requests stay in order: who asks a hundred times waits for himself, not the others for
 * him.
 *
 * <p>Thread-safe. Holds no thread.
 */
public final class FairTurns implements TurnQueue {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final Ticker ticker;
  private final Function<String, TurnLimits> limits;
  private final Map<String, Line> lines = new HashMap<>();

  /**
   * @param limits of each backend by its URI
   */
  public FairTurns(Ticker ticker, Function<String, TurnLimits> limits) {
    this.ticker = requireNonNull(ticker, "ticker is null");
    this.limits = requireNonNull(limits, "limits is null");
  }

  @Override
  public Ticket enter(String backend, String session) {
    requireNonNull(backend, "backend is null");
    requireNonNull(session, "session is null");
    return line(backend).enter(session);
  }

  private synchronized Line line(String backend) {
    return lines.computeIfAbsent(backend, uri -> new Line(uri, limits.apply(uri)));
  }

  /** The queue of one backend. */
  private final class Line {
    private final String backend;
    private final TurnLimits most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Deque<Place>> waiting = new LinkedHashMap<>();
    private final Deque<Long> begun = new ArrayDeque<>();
    private int running;

    Line(String backend, TurnLimits most) {
      this.backend = backend;
      this.most = most;
    }

    Ticket enter(String session) {
      lock.lock();
      try {
        Place place = new Place(this, session, ticker.nanos());
        waiting.computeIfAbsent(session, s -> new ArrayDeque<>()).add(place);
        grant();
        return place;
      } finally {
        lock.unlock();
      }
    }

    /** Whoever is first of the session that waited longest for a turn begins. */
    private void grant() {
      while (!waiting.isEmpty() && running < most.atOnce() && untilRate(ticker.nanos()) <= 0) {
        String session = waiting.keySet().iterator().next();
        Deque<Place> places = requireNonNull(waiting.remove(session), session);
        places.remove().state = State.RUNNING;
        if (!places.isEmpty()) {
          waiting.put(session, places);
        }
        running++;
        if (most.perMinute().isPresent()) {
          begun.add(ticker.nanos());
        }
      }
      changed.signalAll();
    }

    /** How long until one more may begin. */
    private long untilRate(long now) {
      while (!begun.isEmpty() && now - begun.peek() >= MINUTE) {
        begun.remove();
      }
      return most.perMinute().isPresent() && begun.size() >= most.perMinute().getAsInt()
          ? begun.element() + MINUTE - now
          : 0;
    }

    boolean await(Place place) throws InterruptedException {
      lock.lock();
      try {
        while (place.state == State.WAITING) {
          long now = ticker.nanos();
          long left = place.entered + most.patience().toNanos() - now;
          if (left <= 0) {
            throw late();
          }
          long rate = untilRate(now);
          long unused = changed.awaitNanos(rate > 0 ? Math.min(left, rate) : left);
          grant();
        }
        return place.state == State.RUNNING;
      } catch (InterruptedException | RuntimeException e) {
        leave(place);
        throw e;
      } finally {
        lock.unlock();
      }
    }

    private BackendException late() {
      int others = waiting.values().stream().mapToInt(Deque::size).sum() - 1;
      return new BackendException.Overloaded(
          backend
              + " had no turn for this request within "
              + most.patience().toSeconds()
              + " s ("
              + running
              + " run, "
              + others
              + " others wait); ask again later, or raise what it may be asked at once.",
          Optional.empty());
    }

    void leave(Place place) {
      lock.lock();
      try {
        if (place.state == State.RUNNING) {
          running--;
        } else if (place.state == State.WAITING) {
          forget(place);
        }
        place.state = State.LEFT;
        grant();
      } finally {
        lock.unlock();
      }
    }

    private void forget(Place place) {
      Deque<Place> places = waiting.get(place.session);
      if (places != null && places.remove(place) && places.isEmpty()) {
        waiting.remove(place.session);
      }
    }
  }

  private enum State {
    WAITING,
    RUNNING,
    LEFT
  }

  /** Its state is guarded by its line's lock. */
  private static final class Place implements Ticket {
    private final Line line;
    private final String session;
    private final long entered;
    private State state = State.WAITING;

    Place(Line line, String session, long entered) {
      this.line = line;
      this.session = session;
      this.entered = entered;
    }

    @Override
    public boolean await() throws InterruptedException {
      return line.await(this);
    }

    @Override
    public void close() {
      line.leave(this);
    }
  }
}
