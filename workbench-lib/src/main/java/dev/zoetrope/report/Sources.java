package dev.zoetrope.report;

import dev.zoetrope.metrics.Provenance;
import dev.zoetrope.metrics.Reading;
import dev.zoetrope.metrics.Table;
import dev.zoetrope.metrics.Table.Cell;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Who measured what, in words: for a table of which nobody can ask a number for its source. */
final class Sources {
  private Sources() {}

  /** "measured in this process: TTFT [1] [2], prefill", one line for each kind that occurs. */
  static List<String> of(Table table) {
    return Arrays.stream(Provenance.Kind.values())
        .map(kind -> line(table, kind))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> line(Table table, Provenance.Kind kind) {
    String names =
        IntStream.range(0, table.headers().size())
            .filter(column -> !rows(table, column, kind).isEmpty())
            .mapToObj(column -> name(table, column, kind))
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? Optional.empty() : Optional.of(words(kind) + ": " + names);
  }

  /** With its answers where not all of them have it from the same source. */
  private static String name(Table table, int column, Provenance.Kind kind) {
    String header = header(table, column);
    return only(table, column).isPresent() ? header : header + marks(rows(table, column, kind));
  }

  /** A column's name without its unit. */
  static String header(Table table, int column) {
    return table.headers().get(column).replaceFirst(" \\[[^\\]]*\\]$", "");
  }

  /** " [1] [3]", as answers are numbered in the text. */
  static String marks(List<Integer> rows) {
    return rows.stream().map(i -> " [" + (i + 1) + "]").reduce("", String::concat);
  }

  private static List<Integer> rows(Table table, int column, Provenance.Kind kind) {
    return IntStream.range(0, table.rows().size())
        .filter(row -> has(table.rows().get(row).get(column), kind))
        .boxed()
        .toList();
  }

  private static boolean has(Cell cell, Provenance.Kind kind) {
    return cell instanceof Cell.Number number
        && number.reading() instanceof Reading.Value value
        && value.provenance().kind() == kind;
  }

  /** The source of all numbers of a column, if it is one. */
  static Optional<Provenance.Kind> only(Table table, int column) {
    List<Provenance.Kind> kinds =
        Arrays.stream(Provenance.Kind.values())
            .filter(kind -> !rows(table, column, kind).isEmpty())
            .toList();
    return kinds.size() == 1 ? Optional.of(kinds.get(0)) : Optional.empty();
  }

  /** In a word or two, for places beside numbers. */
  static String mark(Provenance.Kind kind) {
    return switch (kind) {
      case SERVER_REPORTED -> "server";
      case COUNTED_BY_USAGE -> "usage";
      case CLIENT_OBSERVED -> "client";
      case MEASURED_IN_PROCESS -> "in process";
      case MACHINE_COUNTER -> "counter";
      case DERIVED_BY_DIFFERENCE -> "difference";
      case ESTIMATED -> "estimate";
    };
  }

  /** All that is known of where a number comes from, a line for each. */
  static String whole(Provenance provenance) {
    Provenance.Context context = provenance.context();
    return Stream.of(
            Optional.of(words(provenance.kind()) + ": " + provenance.formula()),
            Optional.of("from " + provenance.kind().basis()),
            context.server().map(server -> "server: " + server),
            context.cache().map(cache -> "cache: " + cache),
            context.calibration().map(id -> "calibration: " + id))
        .flatMap(Optional::stream)
        .collect(Collectors.joining("\n"));
  }

  static String words(Provenance.Kind kind) {
    return switch (kind) {
      case SERVER_REPORTED -> "reported by the server";
      case COUNTED_BY_USAGE -> "counted by the server's usage";
      case CLIENT_OBSERVED -> "stamped by this client";
      case MEASURED_IN_PROCESS -> "measured in this process";
      case MACHINE_COUNTER -> "read from a counter of this machine";
      case DERIVED_BY_DIFFERENCE -> "difference of two requests";
      case ESTIMATED -> "estimated";
    };
  }
}
