package dev.zoetrope.cli;

import dev.zoetrope.compare.Answer;
import dev.zoetrope.compare.CompareEvent;
import dev.zoetrope.compare.CompareListener;
import dev.zoetrope.compare.LiveAnswer;
import dev.zoetrope.compare.LiveEvent;
import dev.zoetrope.compare.Outcome;
import dev.zoetrope.metrics.Reading;
import dev.zoetrope.report.Visible;
import java.io.PrintWriter;
import java.util.Locale;

/** A line for each answer and each event of a live session. Confined to its event thread. */
final class LiveScreen implements CompareListener {
  private final PrintWriter out;

  LiveScreen(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void on(CompareEvent event) {
    if (event instanceof LiveEvent.Answered answered) {
      line(words(answered.answer()));
    } else if (event instanceof LiveEvent.Source source) {
      line("source " + source.event());
    } else if (event instanceof LiveEvent.Missed missed) {
      line("backend " + (missed.backend() + 1) + ": " + missed.words());
    }
  }

  /** One line, whatever a model wrote. */
  private void line(String words) {
    out.println(Visible.of(words.strip().replaceAll("\\s*\\R\\s*", " ")));
    out.flush();
  }

  private static String words(LiveAnswer live) {
    Answer answer = live.answer();
    Outcome outcome = answer.outcome();
    String said = outcome instanceof Outcome.Failed ? "" : outcome.text().strip();
    return answer.slot().backend().uri()
        + numbers(live)
        + ": "
        + said
        + outcome.flaw().map(flaw -> " (" + flaw + ")").orElse("");
  }

  private static String numbers(LiveAnswer live) {
    return " ["
        + number(live.answer(), "frame_age", "frame")
        + number(live.answer(), "time_to_first_token", ", TTFT")
        + number(live.answer(), "request_latency", ", E2E")
        + ", dropped "
        + live.dropped()
        + ", skipped "
        + live.skipped()
        + "]";
  }

  private static String number(Answer answer, String tag, String label) {
    return answer.readings().get(tag) instanceof Reading.Value v
        ? String.format(Locale.ROOT, "%s %.0f %s", label, v.value(), v.unit())
        : label + " n/a";
  }
}
