package dev.zoetrope.report;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.Provenance;
import dev.zoetrope.metrics.Reading;
import dev.zoetrope.metrics.Table;
import dev.zoetrope.metrics.Table.Cell;
import java.util.List;
import java.util.stream.Collectors;

/** A table for notebooks and pages: self-contained, each number with its source as a tooltip. */
public final class HtmlTable {
  private HtmlTable() {}

  /** An HTML fragment without scripts and without links. */
  public static String of(Table table) {
    requireNonNull(table, "table is null");
    return "<div class=\"zoetrope-table\" style=\"overflow-x:auto\"><table><caption style=\"text-align:left\">"
        + Html.escape(table.title())
        + "</caption><thead><tr>"
        + table.headers().stream().map(HtmlTable::header).collect(Collectors.joining())
        + "</tr></thead><tbody>"
        + table.rows().stream().map(HtmlTable::row).collect(Collectors.joining())
        + "</tbody></table>"
        + notes(table.notes())
        + "</div>";
  }

  private static String header(String name) {
    return "<th style=\"text-align:left\">" + Html.escape(name) + "</th>";
  }

  private static String row(List<Cell> cells) {
    return "<tr>" + cells.stream().map(HtmlTable::cell).collect(Collectors.joining()) + "</tr>";
  }

  private static String cell(Cell cell) {
    if (cell instanceof Cell.Number number) {
      return "<td title=\""
          + Html.escape(source(number.reading()))
          + "\">"
          + number(number)
          + "</td>";
    }
    return "<td style=\"text-align:left;white-space:pre-wrap;min-width:8em\">"
        + Html.escape(Numbers.of(cell))
        + "</td>";
  }

  private static String number(Cell.Number number) {
    String shown = Html.escape(Numbers.of(number));
    return number.reading() instanceof Reading.Value value
        ? shown + "<sup style=\"opacity:.6\">" + mark(value.provenance().kind()) + "</sup>"
        : "<span style=\"opacity:.6\">" + shown + "</span>";
  }

  private static String source(Reading reading) {
    if (reading instanceof Reading.Value value) {
      Provenance provenance = value.provenance();
      return words(provenance.kind()) + ": " + provenance.formula();
    }
    return ((Reading.Absent) reading).reason();
  }

  /** One letter, explained below the table. */
  private static String mark(Provenance.Kind kind) {
    return switch (kind) {
      case SERVER_REPORTED -> "s";
      case COUNTED_BY_USAGE -> "u";
      case CLIENT_OBSERVED -> "c";
      case MEASURED_IN_PROCESS -> "p";
      case DERIVED_BY_DIFFERENCE -> "d";
      case ESTIMATED -> "e";
    };
  }

  private static String words(Provenance.Kind kind) {
    return switch (kind) {
      case SERVER_REPORTED -> "reported by the server";
      case COUNTED_BY_USAGE -> "counted by the server's usage";
      case CLIENT_OBSERVED -> "stamped by this client";
      case MEASURED_IN_PROCESS -> "measured in this process";
      case DERIVED_BY_DIFFERENCE -> "difference of two requests";
      case ESTIMATED -> "estimated";
    };
  }

  private static String notes(List<String> notes) {
    String legend =
        "Marks: p measured in this process, c stamped by this client, s reported by the server, u counted by its usage;"
            + " hover for the formula, or over n/a for the reason.";
    return "<div style=\"font-size:85%;opacity:.8\">"
        + notes.stream().map(n -> Html.escape(n) + "<br/>").collect(Collectors.joining())
        + legend
        + "</div>";
  }
}
