package dev.zoetrope.report;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.Table;
import dev.zoetrope.metrics.Table.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.api.StringColumn;

/**
 * A table for terminals: first the words of each answer under a number, then the numbers. Of few
 * answers each has a column, because few answers have many numbers; of more each has a line. What
 * does not fit comes below.
 */
public final class TextTable {
  /** So many answers stand side by side. */
  private static final int ABREAST = 6;

  /** As wide as a terminal that shows code. */
  private static final int WIDTH = 118;

  /** As wide as any terminal. */
  private static final int NARROW = 80;

  /** Of an answer that is a book; the whole one is in the JSON. */
  private static final int LINES = 6;

  /** Of a cell of words on its line. */
  private static final int CELL = 40;

  private static final String INDENT = "    ";

  private TextTable() {}

  /**
   * The table, its title above, its notes, who measured what and why numbers are missing below; at
   * most 118 columns wide.
   */
  public static String of(Table table) {
    requireNonNull(table, "table is null");
    Stream<String> words =
        IntStream.range(0, table.rows().size()).mapToObj(i -> words(i, table.rows().get(i)));
    return Stream.of(
            Stream.of(wrapped(table.title(), "")),
            words,
            blocks(table).stream().map(TextTable::printed),
            Stream.of(notes(table)))
        .flatMap(part -> part)
        .filter(part -> !part.isBlank())
        .collect(Collectors.joining("\n\n"));
  }

  /** The same with a line for each row under one head, for rows of few words. */
  public static String rows(Table table) {
    requireNonNull(table, "table is null");
    return Stream.of(
            Stream.of(wrapped(table.title(), "")),
            Stream.of(lines(table)),
            blocks(numbered(table), measured(table).map(i -> numbers(table, i)).toList(), NARROW)
                .stream()
                .map(TextTable::printed),
            Stream.of(notes(table)))
        .flatMap(part -> part)
        .filter(part -> !part.isBlank())
        .collect(Collectors.joining("\n\n"));
  }

  private static String lines(Table table) {
    List<Integer> worded =
        IntStream.range(0, table.headers().size())
            .filter(i -> table.rows().stream().allMatch(row -> row.get(i) instanceof Cell.Text))
            .boxed()
            .toList();
    List<List<String>> lines = new ArrayList<>();
    lines.add(named("", worded.stream().map(table.headers()::get)));
    for (int i = 0; i < table.rows().size(); i++) {
      List<Cell> row = table.rows().get(i);
      lines.add(
          named(name(i), worded.stream().map(w -> Visible.cut(Numbers.of(row.get(w)), CELL))));
    }
    return lines.stream().map(line -> aligned(line, lines)).collect(Collectors.joining("\n"));
  }

  private static List<String> named(String name, Stream<String> cells) {
    return Stream.concat(Stream.of(name), cells).toList();
  }

  private static String aligned(List<String> line, List<List<String>> all) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < line.size(); i++) {
      int column = i;
      int widest = all.stream().mapToInt(l -> Visible.columns(l.get(column))).max().orElse(0);
      text.append(line.get(i)).append(" ".repeat(widest - Visible.columns(line.get(i)) + 2));
    }
    return text.toString().stripTrailing();
  }

  private static StringColumn numbered(Table table) {
    return StringColumn.create(
        " ", IntStream.range(0, table.rows().size()).mapToObj(TextTable::name));
  }

  private static String notes(Table table) {
    return Stream.of(table.notes(), Sources.of(table), Gaps.of(table))
        .flatMap(List::stream)
        .map(note -> wrapped(note, ""))
        .collect(Collectors.joining("\n"));
  }

  /** Who and how on the first line, what was said below. */
  private static String words(int index, List<Cell> row) {
    List<String> texts = row.stream().filter(Cell.Text.class::isInstance).map(Numbers::of).toList();
    if (texts.isEmpty()) {
      return "";
    }
    int last = texts.size() - 1;
    String who = Visible.cut(String.join(" · ", texts.subList(0, last)), NARROW - INDENT.length());
    return (name(index) + " " + who).stripTrailing() + "\n" + wrapped(texts.get(last), INDENT);
  }

  private static String wrapped(String text, String indent) {
    return Visible.lines(text, NARROW - indent.length(), LINES).stream()
        .map(line -> indent + line)
        .collect(Collectors.joining("\n"));
  }

  private static String name(int index) {
    return "[" + (index + 1) + "]";
  }

  private static List<tech.tablesaw.api.Table> blocks(Table table) {
    return table.rows().size() > ABREAST
        ? blocks(numbered(table), measured(table).map(i -> numbers(table, i)).toList(), NARROW)
        : blocks(labels(table), answers(table), WIDTH);
  }

  private static List<tech.tablesaw.api.Table> blocks(
      StringColumn labels, List<StringColumn> columns, int most) {
    List<tech.tablesaw.api.Table> blocks = new ArrayList<>();
    int width = most;
    for (StringColumn column : columns) {
      if (width + width(column) > most) {
        blocks.add(tech.tablesaw.api.Table.create("", labels.copy()));
        width = width(labels);
      }
      blocks.get(blocks.size() - 1).addColumns(column);
      width += width(column);
    }
    return blocks;
  }

  /** Which columns hold numbers. */
  private static Stream<Integer> measured(Table table) {
    List<Cell> first = table.rows().isEmpty() ? List.of() : table.rows().get(0);
    return IntStream.range(0, first.size())
        .filter(i -> first.get(i) instanceof Cell.Number)
        .boxed();
  }

  /** Padded to one length: the printer would put them to the right. */
  private static StringColumn labels(Table table) {
    List<String> names = measured(table).map(i -> table.headers().get(i)).toList();
    int longest = names.stream().mapToInt(String::length).max().orElse(0);
    return StringColumn.create(" ", names.stream().map(n -> n + " ".repeat(longest - n.length())));
  }

  private static List<StringColumn> answers(Table table) {
    return IntStream.range(0, table.rows().size())
        .filter(i -> measured(table).findAny().isPresent())
        .mapToObj(i -> answer(i, table.rows().get(i)))
        .toList();
  }

  private static StringColumn answer(int index, List<Cell> row) {
    return StringColumn.create(
        name(index), row.stream().filter(Cell.Number.class::isInstance).map(Numbers::of));
  }

  private static StringColumn numbers(Table table, int column) {
    return StringColumn.create(
        table.headers().get(column), table.rows().stream().map(row -> Numbers.of(row.get(column))));
  }

  private static int width(StringColumn column) {
    int widest = column.asList().stream().mapToInt(String::length).max().orElse(0);
    return 5 + Math.max(column.name().length(), widest);
  }

  private static String printed(tech.tablesaw.api.Table block) {
    return block
        .printAll()
        .lines()
        .dropWhile(String::isBlank)
        .map(String::stripTrailing)
        .collect(Collectors.joining("\n"));
  }
}
