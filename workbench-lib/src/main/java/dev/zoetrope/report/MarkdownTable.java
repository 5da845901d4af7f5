package dev.zoetrope.report;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.Table;
import java.util.List;
import java.util.stream.Collectors;

/** A table for pull requests and issues. What a model wrote stays words there. */
public final class MarkdownTable {
  private static final int LONGEST = 300;

  private MarkdownTable() {}

  /** The table under its title, its notes below. */
  public static String of(Table table) {
    requireNonNull(table, "table is null");
    return "### "
        + escaped(table.title()).replace("<br>", " · ")
        + "\n\n"
        + line(table.headers().stream().map(MarkdownTable::escaped).toList())
        + line(table.headers().stream().map(header -> "---").toList())
        + table.rows().stream()
            .map(row -> line(row.stream().map(Numbers::of).map(MarkdownTable::escaped).toList()))
            .collect(Collectors.joining())
        + table.notes().stream()
            .map(note -> "\n" + escaped(note) + "\n")
            .collect(Collectors.joining());
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  /** No character of Markdown or HTML means anything, and no name is called. */
  static String escaped(String text) {
    String line = Visible.of(text).strip();
    String cut = line.length() <= LONGEST ? line : Visible.of(line.substring(0, LONGEST)) + "…";
    return cut.replaceAll("([\\\\`*_\\[\\]#|~!])", "\\\\$1")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("@", "&#64;")
        .replace("://", ":&#47;&#47;")
        .replaceAll("\\s*\\n\\s*", "<br>");
  }
}
