package dev.zoetrope.capture;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import java.time.Duration;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Finds the decoded picture that is shown at a time: holds one picture and its successor, and moves
 * both through the clip.
 *
 * <p>Confined to the thread that holds its owner's lock. The owner closes it.
 */
final class ClipReader implements AutoCloseable {
  /** Up to here decoding on is cheaper than going back to a key picture. */
  private static final Duration AHEAD = Duration.ofSeconds(2);

  /** How far before the wanted time to look for a key picture, when the nearest will not do. */
  private static final Duration[] STEPS_BACK = {
    Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(10)
  };

  /** A picture, or the place behind the last one. */
  private static final class Shown {
    private final AVFrame frame = av_frame_alloc();
    private boolean present;
    private long from;

    /** Something before it in its group of pictures did not decode. */
    private boolean damaged;
  }

  private final AvInput input;
  private final String name;
  private Shown current = new Shown();
  private Shown next = new Shown();
  private boolean adrift;
  private boolean damaged;
  private boolean untimed;
  private long lastTicks;
  private long origin;

  /** Takes over the input and reads the first picture. */
  ClipReader(AvInput input, String name) {
    this.input = input;
    this.name = name;
    this.origin = input.startTicks().orElse(0);
    this.lastTicks = origin - frameTicks();
    try {
      first();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void first() {
    step();
    step();
    if (!current.present) {
      throw new SourceException(
          "corrupt",
          name
              + " holds no picture that decodes: check that it plays elsewhere, or copy it again.");
    }
    if (input.startTicks().isEmpty()) {
      origin = current.from;
    }
  }

  /**
   * The picture at a time; valid until the next call. A call that was broken off leaves the reader
   * adrift: the next one seeks, for what is read no longer follows what is shown.
   */
  AVFrame at(Duration time) {
    long wanted = Math.max(origin, origin + ticks(time));
    boolean lost = adrift;
    adrift = true;
    if (lost || !current.present || wanted < current.from || wanted - current.from > ticks(AHEAD)) {
      go(wanted);
    }
    while (next.present && next.from <= wanted) {
      step();
    }
    adrift = false;
    check(wanted, time);
    return current.frame;
  }

  private void go(long wanted) {
    for (Duration back : STEPS_BACK) {
      if (!untimed && wanted - ticks(back) > origin) {
        start(wanted - ticks(back));
        if (current.present && current.from <= wanted) {
          return;
        }
      }
    }
    input.rewind();
    restart(origin - frameTicks());
  }

  private void start(long ticks) {
    input.seek(ticks);
    restart(ticks);
  }

  private void restart(long before) {
    damaged = false;
    lastTicks = before;
    step();
    step();
  }

  private void step() {
    Shown old = current;
    current = next;
    next = old;
    av_frame_unref(next.frame);
    next.present = false;
    while (!next.present) {
      AvInput.Read read = input.read(next.frame);
      if (read == AvInput.Read.END) {
        return;
      }
      accept(read);
    }
  }

  private void accept(AvInput.Read read) {
    if (read == AvInput.Read.BROKEN) {
      damaged = true;
      return;
    }
    boolean flawed =
        next.frame.decode_error_flags() != 0
            || (next.frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0;
    boolean key = (next.frame.flags() & AVFrame.AV_FRAME_FLAG_KEY) != 0;
    damaged = flawed || damaged && !key;
    next.damaged = damaged;
    next.from = timestamp(next.frame);
    lastTicks = next.from;
    next.present = true;
  }

  /** Some streams carry no times: then their pictures follow at the stated rate. */
  private long timestamp(AVFrame frame) {
    long stamp = frame.best_effort_timestamp();
    if (stamp != avutil.AV_NOPTS_VALUE) {
      return stamp;
    }
    untimed = true;
    return lastTicks + frameTicks();
  }

  private void check(long wanted, Duration time) {
    if (!current.present) {
      throw new SourceException(
          "corrupt", name + " has no picture that decodes at " + Times.words(time) + ".");
    }
    boolean brokenAfter = next.present ? next.damaged : damaged;
    boolean gap = brokenAfter && wanted >= current.from + shownFor(current);
    if (current.damaged || gap) {
      throw new SourceException(
          "corrupt",
          name
              + " is damaged at "
              + Times.words(time)
              + ": ask for another time, or copy the file again.");
    }
    if (!next.present && wanted > lastEnd()) {
      throw new SourceException(
          "beyond_end",
          "The pictures of "
              + name
              + " end at "
              + Times.words(duration(lastEnd() - frameTicks() - origin))
              + ": ask for an earlier time, or copy the file again if it should be longer.");
    }
  }

  /** When the last picture should be gone; one more picture's time is granted to rough clocks. */
  private long lastEnd() {
    return current.from + shownFor(current) + frameTicks();
  }

  private long shownFor(Shown shown) {
    return shown.frame.duration() > 0 ? shown.frame.duration() : frameTicks();
  }

  private long frameTicks() {
    return Math.max(1, ticks(Duration.ofNanos((long) (1e9 / input.fps().orElse(25)))));
  }

  /** The time at which the current picture appears. */
  Duration shownFrom() {
    return duration(current.from - origin);
  }

  AVFrame current() {
    return current.frame;
  }

  /** The picture track's length, else the file's. */
  Optional<Duration> length() {
    if (input.durationTicks().isPresent()) {
      return Optional.of(duration(input.durationTicks().getAsLong()));
    }
    return input.fileMicros().stream()
        .mapToObj(micros -> Duration.ofNanos(micros * 1000))
        .findFirst();
  }

  private long ticks(Duration time) {
    AVRational base = input.timeBase();
    // Rounded: a frame at 0.0333… s is found by "33.333ms" as well as by its exact time.
    double exact = time.toNanos() / 1e9 * base.den() / base.num();
    return (long) Math.floor(exact + 1e-3);
  }

  private Duration duration(long ticks) {
    AVRational base = input.timeBase();
    return Duration.ofNanos(Math.round((double) ticks * base.num() / base.den() * 1e9));
  }

  @Override
  public void close() {
    av_frame_free(current.frame);
    av_frame_free(next.frame);
    input.close();
  }
}
