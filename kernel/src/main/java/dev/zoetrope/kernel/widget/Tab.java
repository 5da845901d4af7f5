package dev.zoetrope.kernel.widget;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Widgets of which one is seen at a time, each under its title. Thread-safe. */
public final class Tab extends Widget {
  private final Map<String, Widget> pages = new LinkedHashMap<>();
  private final Trait<Integer> selected;

  Tab() {
    super(Names.control("Tab"));
    selected = trait("selected_index", 0);
  }

  /** Adds a widget under a title that no other has. */
  public synchronized Tab add(String title, Widget widget) {
    requireNonNull(title, "title is null");
    if (pages.putIfAbsent(title, requireNonNull(widget, "widget is null")) != null) {
      throw new IllegalArgumentException("there is a tab \"" + title + "\" already");
    }
    set("titles", List.copyOf(pages.keySet()));
    set("children", List.copyOf(pages.values()));
    return this;
  }

  /** Which tab is seen, counted from 0. */
  public int selected() {
    return selected.get();
  }

  /** Shows this tab, counted from 0. */
  public Tab select(int index) {
    selected.set(index);
    return this;
  }

  /** Calls this with the number of the tab that is seen from now on. */
  public Tab onSelect(Consumer<? super Integer> listener) {
    var unused = selected.onChange(listener);
    return this;
  }

  private synchronized List<Map.Entry<String, Widget>> entries() {
    return new ArrayList<>(pages.entrySet());
  }

  @Override
  String text() {
    return entries().stream()
        .map(page -> page.getKey() + ":\n" + page.getValue().text())
        .collect(Collectors.joining("\n"));
  }

  @Override
  String html() {
    return entries().stream()
        .map(page -> "<h4>" + Html.escape(page.getKey()) + "</h4>" + page.getValue().html())
        .collect(Collectors.joining());
  }
}
