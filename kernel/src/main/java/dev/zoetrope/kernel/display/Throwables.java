package dev.zoetrope.kernel.display;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Draws an exception that is a value: one line, and its stack for those who ask. */
final class Throwables {
  private static final int MAX_FRAMES = 20;

  private Throwables() {}

  static Map<String, Object> draw(Throwable thrown) {
    List<String> lines = lines(thrown);
    String stack = String.join("\n", lines.subList(1, lines.size()));
    String title = "<code>" + Html.escape(lines.get(0)) + "</code>";
    String html =
        "<details><summary>" + title + "</summary><pre>" + Html.escape(stack) + "</pre></details>";
    return Map.of("text/html", html, Bundles.TEXT, String.join("\n", lines));
  }

  private static List<String> lines(Throwable thrown) {
    List<String> lines = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable next = thrown; next != null && seen.add(next); next = next.getCause()) {
      lines.add((lines.isEmpty() ? "" : "Caused by: ") + Brief.text(next));
      List<String> own = StackLines.of(next.getStackTrace());
      lines.addAll(own.isEmpty() ? libraries(next) : own);
    }
    return lines;
  }

  private static List<String> libraries(Throwable thrown) {
    List<String> frames =
        Arrays.stream(thrown.getStackTrace())
            .filter(frame -> !StackLines.isOurs(frame))
            .map(frame -> "    at " + frame)
            .toList();
    return frames.size() <= MAX_FRAMES
        ? frames
        : Stream.concat(
                frames.stream().limit(MAX_FRAMES),
                Stream.of("    " + Brief.more(frames.size() - MAX_FRAMES)))
            .toList();
  }
}
