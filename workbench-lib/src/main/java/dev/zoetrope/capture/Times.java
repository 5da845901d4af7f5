package dev.zoetrope.capture;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as people write them, and whether a source has them. */
final class Times {
  private static final Pattern SPOKEN =
      Pattern.compile("(?:(\\d{1,6})h)?(?:(\\d{1,9})m(?!s))?(?:([\\d.]{1,18})(ms|s))?");

  /** Keeps all arithmetic in nanoseconds far from overflowing. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private Times() {}

  static Duration parse(String text) {
    requireNonNull(text, "time is null");
    String trimmed = text.strip().toLowerCase(Locale.ROOT);
    Matcher spoken = SPOKEN.matcher(trimmed);
    try {
      return !trimmed.isEmpty() && spoken.matches() ? sum(spoken) : Duration.parse(trimmed);
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw new SourceException(
          "bad_time", "\"" + text + "\" is not a time: write it like 2s, 500ms, 1m3.5s or PT2S.");
    }
  }

  private static Duration sum(Matcher spoken) {
    Duration whole = Duration.ofHours(number(spoken.group(1))).plusMinutes(number(spoken.group(2)));
    return spoken.group(3) == null
        ? whole
        : whole.plusNanos(nanos(spoken.group(3), spoken.group(4)));
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private static long nanos(String number, String unit) {
    return new BigDecimal(number)
        .movePointRight(unit.equals("s") ? 9 : 6)
        .setScale(0, RoundingMode.HALF_UP)
        .longValueExact();
  }

  /** "3.2s" or "40ms", as {@link #parse} reads it. */
  static String words(Duration time) {
    BigDecimal millis =
        BigDecimal.valueOf(time.getSeconds())
            .movePointRight(3)
            .add(BigDecimal.valueOf(time.getNano(), 6))
            .setScale(0, RoundingMode.HALF_UP);
    return time.compareTo(Duration.ofSeconds(1)) < 0
        ? millis.toPlainString() + "ms"
        : millis.movePointLeft(3).stripTrailingZeros().toPlainString() + "s";
  }

  /** The same time, when the source has it. */
  static Duration within(Source source, Duration time) {
    requireNonNull(time, "time is null");
    Optional<Duration> length = source.info().duration();
    if (time.isNegative()) {
      throw new SourceException(
          "bad_time",
          words(time.negated())
              + " before the start is no time of "
              + source.uri()
              + ": write one from 0s on"
              + upTo(length)
              + ".");
    }
    if (length.isPresent() && time.compareTo(length.get()) > 0) {
      throw new SourceException(
          "beyond_end",
          source.uri()
              + " is "
              + words(length.get())
              + " long and has no picture at "
              + words(time)
              + ": write a time from 0s to "
              + words(length.get())
              + ".");
    }
    if (time.compareTo(LONGEST) > 0) {
      throw new SourceException(
          "beyond_end", "Nothing lasts " + words(time) + ": write a time such as 2s.");
    }
    return time;
  }

  static SourceException notLive(Source source) {
    return new SourceException(
        "not_live",
        source.uri()
            + " is no live source: ask for a time, such as at(\"2s\"), or play it as live:PATH.");
  }

  private static String upTo(Optional<Duration> length) {
    return length.map(end -> " to " + words(end)).orElse("");
  }

  /** Throws unless the source is long enough for such a window. */
  static void fits(Source source, int frames, Duration spacing, Duration start) {
    if (frames < 1) {
      throw new SourceException(
          "bad_time", "A window of " + frames + " frames is empty: ask for 1 or more.");
    }
    if (spacing.isNegative() || spacing.isZero()) {
      throw new SourceException(
          "bad_time",
          "Frames cannot be " + spacing.toMillis() + " ms apart: write a spacing such as 500ms.");
    }
    within(source, start);
    source.info().duration().ifPresent(length -> fits(source, frames, spacing, start, length));
  }

  private static void fits(
      Source source, int frames, Duration spacing, Duration start, Duration length) {
    long room = length.minus(start).dividedBy(spacing);
    if (room >= frames - 1L) {
      return;
    }
    throw new SourceException(
        "beyond_end",
        source.uri()
            + " is "
            + words(length)
            + " long, too short for "
            + frames
            + " frames "
            + words(spacing)
            + " apart"
            + (start.isZero() ? "" : " from " + words(start) + " on")
            + ": ask for at most "
            + (room + 1)
            + (room == 0 ? " frame" : " frames")
            + (frames < 2 || length.equals(start)
                ? ", or start earlier."
                : ", or for a spacing of at most "
                    + words(tightest(length.minus(start), frames))
                    + "."));
  }

  /** In whole milliseconds, downwards, so that what the sentence proposes does work. */
  private static Duration tightest(Duration room, int frames) {
    return Duration.ofMillis(Math.max(1, room.toMillis() / (frames - 1)));
  }
}
