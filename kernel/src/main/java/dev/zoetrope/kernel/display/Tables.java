package dev.zoetrope.kernel.display;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes tables of lists, maps, arrays and records. */
final class Tables {
  /** A list of plain values that fits on a line needs no table. */
  private static final int LINE = 100;

  private Tables() {}

  static Map<String, Object> of(Collection<?> all) throws ReflectiveOperationException {
    List<@Nullable Object> shown = first(all);
    long more = (long) all.size() - shown.size();
    if (isAll(shown, Records::isPlain) && isOneType(shown)) {
      return drawn(records(shown, more));
    }
    if (isAll(shown, Map.class::isInstance)) {
      return drawn(maps(shown, more));
    }
    if (isAll(shown, each -> each instanceof List<?> || each.getClass().isArray())) {
      return html(grid(shown, more), all);
    }
    boolean fits = shown.isEmpty() || more == 0 && Brief.text(all).length() <= LINE;
    return fits ? Map.of() : html(new Table(List.of("value"), single(shown), more, true), all);
  }

  static Map<String, Object> ofMap(Map<?, ?> map) {
    if (map.isEmpty()) {
      return Map.of();
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
    for (int i = Table.shown(map.size()); i > 0 && entries.hasNext(); i--) {
      Map.Entry<?, ?> entry = entries.next();
      rows.add(Arrays.asList(entry.getKey(), entry.getValue()));
    }
    return html(
        new Table(List.of("key", "value"), rows, (long) map.size() - rows.size(), false), map);
  }

  static Map<String, Object> ofRecord(Object value) throws ReflectiveOperationException {
    List<String> names = Records.names(value.getClass());
    List<@Nullable Object> values = Records.values(value);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      rows.add(Arrays.asList(names.get(i), values.get(i)));
    }
    String type = value.getClass().getSimpleName();
    return html(new Table(List.of(type, "value"), rows, 0, false), value);
  }

  private static Map<String, Object> drawn(Table table) {
    return Map.of("text/html", table.html(), Bundles.TEXT, table.text());
  }

  private static Map<String, Object> html(Table table, Object value) {
    return Map.of("text/html", table.html(), Bundles.TEXT, Brief.text(value));
  }

  private static List<@Nullable Object> first(Collection<?> all) {
    List<@Nullable Object> first = new ArrayList<>();
    Iterator<?> rest = all.iterator();
    for (int i = Table.shown(all.size()); i > 0 && rest.hasNext(); i--) {
      first.add(rest.next());
    }
    return first;
  }

  private static boolean isAll(
      List<@Nullable Object> values, java.util.function.Predicate<Object> test) {
    return !values.isEmpty() && values.stream().allMatch(each -> each != null && test.test(each));
  }

  private static boolean isOneType(List<@Nullable Object> values) {
    return values.stream()
            .map(each -> each == null ? Void.class : each.getClass())
            .distinct()
            .count()
        == 1;
  }

  private static Table records(List<@Nullable Object> records, long more)
      throws ReflectiveOperationException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    List<String> names = List.of();
    for (Object each : records) {
      if (each != null) {
        names = Records.names(each.getClass());
        rows.add(Records.values(each));
      }
    }
    return new Table(names, rows, more, true);
  }

  private static Table maps(List<@Nullable Object> maps, long more) {
    Set<Object> keys = new LinkedHashSet<>();
    maps.forEach(map -> keys.addAll(((Map<?, ?>) map).keySet()));
    List<Object> columns = keys.stream().limit(Table.MAX_COLUMNS).toList();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Object map : maps) {
      List<@Nullable Object> row = new ArrayList<>();
      columns.forEach(key -> row.add(((Map<?, ?>) map).get(key)));
      rows.add(row);
    }
    return new Table(columns.stream().map(String::valueOf).toList(), rows, more, true);
  }

  private static Table grid(List<@Nullable Object> lines, long more) {
    List<List<?>> lists = lines.stream().map(Tables::elements).toList();
    int longest = lists.stream().mapToInt(List::size).max().orElse(0);
    int width = Math.min(Table.MAX_COLUMNS, longest);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (List<?> list : lists) {
      List<@Nullable Object> row = new ArrayList<>();
      IntStream.range(0, width).forEach(i -> row.add(i < list.size() ? list.get(i) : ""));
      if (longest > width) {
        row.add(list.size() > width ? Brief.more(list.size() - width) : "");
      }
      rows.add(row);
    }
    List<String> columns =
        new ArrayList<>(IntStream.range(0, width).mapToObj(String::valueOf).toList());
    if (longest > width) {
      columns.add("…");
    }
    return new Table(columns, rows, more, true);
  }

  private static List<?> elements(@Nullable Object line) {
    return line instanceof List<?> list
        ? list
        : new Elements(java.util.Objects.requireNonNull(line));
  }

  private static List<List<@Nullable Object>> single(List<@Nullable Object> values) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    values.forEach(value -> rows.add(Arrays.asList(value)));
    return rows;
  }
}
