package dev.zoetrope.metrics;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A server's own reports of how far it has read a prompt. It reports after the words before the
 * first picture, and then after each picture or tile of one, with the words behind it.
 *
 * @param pictures how many the prompt holds
 * @param steps in the order in which they came
 */
public record PromptProgress(int pictures, List<Step> steps) {
  /** Nothing reported. */
  public static final PromptProgress NONE = new PromptProgress(0, List.of());

  public PromptProgress {
    steps = List.copyOf(steps);
  }

  /**
   * One report.
   *
   * @param tokens of the prompt that were read
   * @param millis since the server began with the prompt
   */
  public record Step(int tokens, double millis) {}

  /**
   * Milliseconds a picture: encoding it and reading it and what follows it.
   *
   * @param whole milliseconds that the whole prompt took, by the same server: some old ones report
   *     times that are none
   * @return empty if it cannot be told by these reports
   */
  OptionalDouble perPicture(double whole) {
    List<Step> read = steps.stream().filter(step -> step.tokens > 0).toList();
    if (pictures < 1 || read.size() <= pictures) {
      return OptionalDouble.empty();
    }
    double first = read.get(0).millis;
    double last = read.get(read.size() - 1).millis;
    boolean plausible = first >= 0 && last > first && last <= whole + 1;
    return plausible ? OptionalDouble.of((last - first) / pictures) : OptionalDouble.empty();
  }
}
