package dev.zoetrope.metrics;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A table as plain data; only the report draws it.
 *
 * @param title what it shows, and what speaks against it, a line each
 * @param headers one for each column
 * @param rows each as long as the headers
 * @param notes sentences that must be read with it: in which order backends were asked, what a
 *     model cannot see
 */
public record Table(String title, List<String> headers, List<List<Cell>> rows, List<String> notes) {
  public Table {
    requireNonNull(title, "title is null");
    headers = List.copyOf(headers);
    rows = rows.stream().map(List::copyOf).toList();
    notes = List.copyOf(notes);
  }

  /** What stands in one place of a table. */
  public sealed interface Cell {
    /** Words; hostile where a model wrote them. */
    record Text(String text) implements Cell {
      public Text {
        requireNonNull(text, "text is null");
      }
    }

    /** A number with its source, or why there is none. */
    record Number(Reading reading) implements Cell {
      public Number {
        requireNonNull(reading, "reading is null");
      }
    }
  }
}
