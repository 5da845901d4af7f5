package dev.zoetrope.kernel;

import dev.zoetrope.kernel.wire.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The cells of this session, the newest thousand. Thread-safe. */
final class History {
  private static final int MAX_ENTRIES = 1000;

  private record Entry(int line, String source) {}

  private final Deque<Entry> entries = new ArrayDeque<>();

  synchronized void add(int line, String source) {
    entries.add(new Entry(line, source));
    if (entries.size() > MAX_ENTRIES) {
      entries.remove();
    }
  }

  synchronized Optional<Map<String, Object>> reply(Request request) {
    List<Entry> found =
        switch (request.text("hist_access_type", "tail")) {
          case "range" -> range(request);
          case "search" -> search(request);
          default -> tail(new ArrayList<>(entries), request);
        };
    boolean output = request.flag("output", false);
    List<Object> rows = found.stream().map(e -> row(e, output)).collect(Collectors.toList());
    return Optional.of(Map.of("status", "ok", "history", rows));
  }

  /** Session 0 is this one; of the sessions before it nothing is kept. */
  private List<Entry> range(Request request) {
    if (request.number("session", 0) != 0) {
      return List.of();
    }
    int start = request.number("start", 0);
    int stop = request.number("stop", Integer.MAX_VALUE);
    return select(entry -> entry.line() >= start && entry.line() < stop);
  }

  private List<Entry> search(Request request) {
    Pattern glob = glob(request.text("pattern", "*"));
    List<Entry> found = select(entry -> glob.matcher(entry.source()).matches());
    return tail(request.flag("unique", false) ? newestOfEach(found) : found, request);
  }

  private List<Entry> select(Predicate<Entry> wanted) {
    return entries.stream().filter(wanted).toList();
  }

  private static List<Entry> tail(List<Entry> all, Request request) {
    int n = request.number("n", all.size());
    return all.subList(Math.max(0, all.size() - Math.max(0, n)), all.size());
  }

  private static List<Entry> newestOfEach(List<Entry> found) {
    Map<String, Entry> bySource = new LinkedHashMap<>();
    for (Entry entry : found) {
      bySource.remove(entry.source());
      bySource.put(entry.source(), entry);
    }
    return List.copyOf(bySource.values());
  }

  private static Pattern glob(String glob) {
    StringBuilder regex = new StringBuilder();
    for (char c : glob.toCharArray()) {
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static Object row(Entry entry, boolean output) {
    Object what = output ? java.util.Arrays.asList(entry.source(), null) : entry.source();
    return List.of(0, entry.line(), what);
  }
}
