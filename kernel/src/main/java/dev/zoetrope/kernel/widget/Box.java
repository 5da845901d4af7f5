package dev.zoetrope.kernel.widget;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Collectors;

/** Widgets side by side, or one below the other. Thread-safe. */
public final class Box extends Widget {
  private final boolean row;
  private volatile List<Widget> children = List.of();

  Box(boolean row, List<Widget> children) {
    super(Names.control(row ? "HBox" : "VBox"));
    this.row = row;
    children(children);
  }

  /** Shows these widgets instead of those before. */
  public Box children(List<? extends Widget> widgets) {
    children = List.copyOf(requireNonNull(widgets, "widgets is null"));
    set("children", children);
    return this;
  }

  /** The widgets in it. */
  public List<Widget> children() {
    return children;
  }

  @Override
  String text() {
    return children.stream().map(Widget::text).collect(Collectors.joining(row ? "  " : "\n"));
  }

  @Override
  String html() {
    String direction = row ? "row" : "column";
    return children.stream()
        .map(Widget::html)
        .collect(
            Collectors.joining(
                "</div><div>",
                "<div style=\"display:flex;flex-direction:" + direction + ";gap:8px\"><div>",
                "</div></div>"));
  }
}
