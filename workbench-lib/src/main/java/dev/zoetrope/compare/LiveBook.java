package dev.zoetrope.compare;

import dev.zoetrope.backend.BackendCard;
import dev.zoetrope.compare.LiveView.State;
import dev.zoetrope.metrics.Reading;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is known of one backend of a live session. Guarded by its lane. */
final class LiveBook {
  private static final int KEPT = 1000;

  private final Deque<Map<String, Reading>> readings = new ArrayDeque<>();
  private State state = State.WAITING;
  private String trouble = "getting ready";
  private String text = "";
  private Optional<LiveAnswer> last = Optional.empty();
  private boolean fresh;
  private long askedAt;
  private long newestAt;
  private long answered;
  private long failed;
  private long superseded;
  private long dropped;
  private long skipped;

  void waits(String why) {
    if (state != State.LOST) {
      state = State.WAITING;
      trouble = why;
    }
  }

  /** Another question, or another model: nothing of the old one is shown any more. */
  void changed() {
    superseded += state == State.ASKING ? 1 : 0;
    state = State.WAITING;
    trouble = "changed; the next answer is on its way";
    text = "";
    last = Optional.empty();
  }

  void asks(long now, long newest) {
    state = State.ASKING;
    askedAt = now;
    newestAt = newest;
    fresh = true;
  }

  void grew(String delta) {
    text = fresh ? delta : text + delta;
    fresh = false;
  }

  void ended(LiveAnswer answer) {
    dropped += answer.dropped();
    skipped += answer.skipped();
    Outcome outcome = answer.answer().outcome();
    if (outcome instanceof Outcome.Complete) {
      answered(answer);
    } else if (outcome instanceof Outcome.Failed lost) {
      failed++;
      lost(lost.message());
    }
  }

  private void answered(LiveAnswer answer) {
    answered++;
    state = State.ANSWERED;
    text = answer.answer().outcome().text();
    last = Optional.of(answer);
    readings.addLast(answer.answer().readings());
    if (readings.size() > KEPT) {
      readings.removeFirst();
    }
  }

  /** What it said last is not what it would say now. */
  private void lost(String why) {
    state = State.LOST;
    trouble = why;
    text = "";
    last = Optional.empty();
  }

  LiveView.Column column(BackendCard card, String prompt, boolean live, long now) {
    State shown = !live && state == State.ANSWERED ? State.WAITING : state;
    String said = live || state == State.ASKING ? text : "";
    return new LiveView.Column(card, prompt, shown, said, caption(live, now));
  }

  private String caption(boolean live, long now) {
    if (state == State.LOST) {
      return trouble + " It is asked again.";
    }
    if (!live && state != State.ASKING) {
      return "no new frames" + last.map(a -> "; its last answer is " + ago(a, now)).orElse("");
    }
    return (state == State.WAITING ? trouble : age(now)) + last.map(this::numbers).orElse("");
  }

  private static String ago(LiveAnswer answer, long now) {
    return seconds(now - answer.endedAtNanos()) + " old";
  }

  private String age(long now) {
    String frame = "frame " + seconds(now - newestAt) + " old";
    return state == State.ASKING ? "asked " + seconds(now - askedAt) + " ago, " + frame : frame;
  }

  private String numbers(LiveAnswer answer) {
    return number(answer, "time_to_first_token", "TTFT")
        + number(answer, "request_latency", "E2E")
        + String.format(
            Locale.ROOT,
            " · %d answers, %d frames dropped, %d skipped",
            answered,
            dropped,
            skipped);
  }

  private static String number(LiveAnswer answer, String tag, String label) {
    return answer.answer().readings().get(tag) instanceof Reading.Value v
        ? String.format(Locale.ROOT, " · %s %.4g %s", label, v.value(), v.unit())
        : " · " + label + " n/a";
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
  }

  LiveTally tally(BackendCard card) {
    return new LiveTally(
        card, answered, failed, superseded, dropped, skipped, List.copyOf(readings));
  }
}
