package dev.zoetrope.kernel;

import dev.zoetrope.kernel.wire.Request;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was run: in this session, and by the kernels before it as far as the file remembers.
 *
 * <p>Thread-safe. The file is read and written on the executor alone.
 */
final class History {
  private static final Logger LOG = LoggerFactory.getLogger(History.class);
  private static final int MAX_ENTRIES = 1000;

  private final Optional<HistoryFile> file;
  private final Executor executor;
  private final Deque<HistoryEntry> mine = new ArrayDeque<>();

  /**
   * @param file where it lasts, if anywhere
   * @param executor one thread, the same that asks for replies
   */
  History(Optional<HistoryFile> file, Executor executor) {
    this.file = file;
    this.executor = executor;
  }

  void add(int line, String source) {
    remember(new HistoryEntry(0, line, source));
    file.ifPresent(kept -> executor.execute(() -> append(kept, line, source)));
  }

  private synchronized void remember(HistoryEntry entry) {
    mine.add(entry);
    if (mine.size() > MAX_ENTRIES) {
      mine.remove();
    }
  }

  private static void append(HistoryFile file, int line, String source) {
    try {
      file.append(line, source);
    } catch (IOException e) {
      LOG.warn("The history cannot be kept: {}", e.toString());
    }
  }

  Optional<Map<String, Object>> reply(Request request) {
    List<HistoryEntry> found =
        switch (request.text("hist_access_type", "tail")) {
          case "range" -> range(request);
          case "search" -> search(request);
          case "tail" -> tail(all(), request);
          default ->
              throw new IllegalArgumentException("hist_access_type is one of range, search, tail");
        };
    boolean output = request.flag("output", false);
    List<Object> rows = found.stream().map(e -> row(e, output)).collect(Collectors.toList());
    return Optional.of(Map.of("status", "ok", "history", rows));
  }

  private synchronized List<HistoryEntry> mine() {
    return List.copyOf(mine);
  }

  /** Oldest first; the sessions before this one count backwards from -1. */
  private List<HistoryEntry> all() {
    return Stream.concat(past().stream(), mine().stream()).toList();
  }

  private List<HistoryEntry> past() {
    try {
      return file.isPresent() ? file.get().past() : List.of();
    } catch (IOException e) {
      LOG.warn("The history cannot be read: {}", e.toString());
      return List.of();
    }
  }

  private List<HistoryEntry> range(Request request) {
    int session = request.number("session", 0);
    int start = request.number("start", 0);
    int stop = request.number("stop", Integer.MAX_VALUE);
    return select(
        entry -> entry.session() == session && entry.line() >= start && entry.line() < stop);
  }

  private List<HistoryEntry> search(Request request) {
    Pattern glob = glob(request.text("pattern", "*"));
    List<HistoryEntry> found = select(entry -> glob.matcher(entry.source()).matches());
    return tail(request.flag("unique", false) ? newestOfEach(found) : found, request);
  }

  private List<HistoryEntry> select(Predicate<HistoryEntry> wanted) {
    return all().stream().filter(wanted).toList();
  }

  private static List<HistoryEntry> tail(List<HistoryEntry> all, Request request) {
    int n = request.number("n", all.size());
    return all.subList(Math.max(0, all.size() - Math.max(0, n)), all.size());
  }

  private static List<HistoryEntry> newestOfEach(List<HistoryEntry> found) {
    Map<String, HistoryEntry> bySource = new LinkedHashMap<>();
    for (HistoryEntry entry : found) {
      bySource.remove(entry.source());
      bySource.put(entry.source(), entry);
    }
    return new ArrayList<>(bySource.values());
  }

  private static Pattern glob(String glob) {
    StringBuilder regex = new StringBuilder();
    for (char c : glob.toCharArray()) {
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static Object row(HistoryEntry entry, boolean output) {
    Object what = output ? Arrays.asList(entry.source(), null) : entry.source();
    return List.of(entry.session(), entry.line(), what);
  }
}
