package dev.zoetrope.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/**
 * Subtitles beside a film, as WebVTT and SubRip. Each is written, whole, as soon as the next one
 * ends it, so a killed process leaves all but the last. Thread-safe.
 */
final class Cues {
  private final Path vtt;
  private final Path srt;
  private final Deque<Cue> waiting = new ArrayDeque<>();
  private Duration begin = Duration.ZERO;
  private boolean begun;
  private Optional<Duration> end = Optional.empty();
  private int written;

  private record Cue(Duration from, String text) {}

  Cues(Path film) {
    this.vtt = sibling(film, ".vtt");
    this.srt = sibling(film, ".srt");
  }

  private static Path sibling(Path film, String ending) {
    String name = String.valueOf(film.getFileName());
    return film.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ending);
  }

  /** The source's time of the film's first picture. */
  synchronized void begin(Duration first) {
    begin = first;
    begun = true;
  }

  /** What was said before this ends here. An answer may come when the film has ended already. */
  synchronized void say(Duration about, String text) {
    waiting.addLast(new Cue(about, text));
    flush();
  }

  /** The last one lasts to the end. */
  synchronized void finish(Duration length) {
    end = Optional.of(begin.plus(length));
    flush();
  }

  private void flush() {
    while (begun && (waiting.size() > 1 || end.isPresent() && !waiting.isEmpty())) {
      Cue ended = waiting.removeFirst();
      Cue next = waiting.peekFirst();
      write(ended, next == null ? end.orElse(ended.from()) : next.from());
    }
  }

  private void write(Cue cue, Duration end) {
    Duration from = place(cue.from());
    Duration to = place(end);
    if (cue.text().isBlank() || to.compareTo(from) <= 0) {
      return;
    }
    try {
      if (written == 0) {
        Files.writeString(vtt, "WEBVTT\n\n", UTF_8, CREATE, WRITE, TRUNCATE_EXISTING);
        Files.writeString(srt, "", UTF_8, CREATE, WRITE, TRUNCATE_EXISTING);
      }
      written++;
      append(vtt, stamp(from, '.') + " --> " + stamp(to, '.'), forWeb(cue.text()));
      append(srt, written + "\n" + stamp(from, ',') + " --> " + stamp(to, ','), plain(cue.text()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the subtitles " + vtt + ": " + e, e);
    }
  }

  private Duration place(Duration sourceTime) {
    Duration place = sourceTime.minus(begin);
    return place.isNegative() ? Duration.ZERO : place;
  }

  private static void append(Path file, String head, String text) throws IOException {
    Files.writeString(file, head + "\n" + text + "\n\n", UTF_8, APPEND);
  }

  private static String stamp(Duration time, char point) {
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d%c%03d",
        time.toHours(),
        time.toMinutesPart(),
        time.toSecondsPart(),
        point,
        time.toMillisPart());
  }

  /** A model's text is not to be trusted: it makes no tag, and an empty line would end the cue. */
  private static String forWeb(String text) {
    return lines(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** SubRip knows no way to write what players take for tags. */
  private static String plain(String text) {
    return lines(text)
        .replace('<', '‹')
        .replace('>', '›')
        .replace('{', '(')
        .replace('}', ')')
        .replace("--›", "—›");
  }

  private static String lines(String text) {
    return String.join("\n", Words.lines(text));
  }
}
