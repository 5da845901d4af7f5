package dev.zoetrope.experiment;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a run would do, found out without asking anybody.
 *
 * @param plan its name
 * @param cells all questions of the plan
 * @param finished those that stand in the log already; 0 unless a run goes on
 * @param requests those that would be asked
 * @param images pictures in these requests
 * @param hurdles what cannot be asked, and why
 * @param time how long it would take, by what answers of the same backends and encodings in the log
 *     took; empty where some of them were never asked
 * @param skipped lines of the log that no run wrote to their end
 */
public record DryRun(
    String plan,
    int cells,
    int finished,
    int requests,
    long images,
    List<Hurdle> hurdles,
    Optional<Duration> time,
    long skipped) {
  public DryRun {
    requireNonNull(plan, "plan is null");
    hurdles = List.copyOf(hurdles);
    requireNonNull(time, "time is null");
  }

  /**
   * What cannot be asked.
   *
   * @param why in words
   * @param cells how many questions it costs
   */
  public record Hurdle(String why, int cells) {
    public Hurdle {
      requireNonNull(why, "why is null");
    }
  }
}
