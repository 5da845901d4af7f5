package dev.zoetrope.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.metrics.Provenance;
import dev.zoetrope.metrics.Reading;
import dev.zoetrope.metrics.Table;
import dev.zoetrope.metrics.Table.Cell;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HtmlTableTest {
  private final String html = HtmlTable.of(Tables.of(2, "to the left"));

  @Test
  void eachNumberSaysWhoMeasuredItAndHow() {
    assertThat(Tags.of(html).values("title"))
        .filteredOn(t -> t.startsWith("stamped by this client: last - first\nfrom stamps of"))
        .hasSize(4);
    assertThat(html).contains(">TTFT [ms] <small style=\"opacity:.6\">(client)</small><");
    assertThat(html).doesNotContain("<sup");
  }

  @Test
  void whereTheMouseRestsItSaysUnderWhichConditions() {
    Provenance.Context known =
        new Provenance.Context(
            Optional.of("llama.cpp b1"), Optional.of("3 <tokens> cached"), Optional.of("cal-7"));
    Cell cell =
        new Cell.Number(
            new Reading.Value(
                2, "ms", new Provenance(Provenance.Kind.CLIENT_OBSERVED, "b - a", known)));
    Table table = new Table("t", List.of("a [ms]"), List.of(List.of(cell)), List.of());

    assertThat(Tags.of(HtmlTable.of(table)).values("title"))
        .anyMatch(
            t ->
                t.endsWith("\nserver: llama.cpp b1\ncache: 3 <tokens> cached\ncalibration: cal-7"));
  }

  @Test
  void whereSourcesDifferEachNumberNamesItsOwn() {
    Cell server =
        new Cell.Number(
            new Reading.Value(2, "ms", new Provenance(Provenance.Kind.SERVER_REPORTED, "t")));
    Table table =
        new Table(
            "t", List.of("a [ms]"), List.of(List.of(Tables.number(1)), List.of(server)), List.of());

    assertThat(HtmlTable.of(table))
        .contains(">1 <small style=\"opacity:.6\">(client)</small></td>")
        .contains(">2 <small style=\"opacity:.6\">(server)</small></td>")
        .contains(">a [ms]</th>");
  }

  @Test
  void ofManyAnswersEachHasARow() {
    String many = HtmlTable.of(Tables.of(7, "to the left"));

    assertThat(many.split("<tr>")).hasSize(1 + 1 + 7);
    assertThat(many.split("<tr>")[1]).contains(">answer<", ">TTFT [ms] <small");
    assertThat(many.split("<tr>")[2]).contains("embedded:tiny-0", "to the left", ">12.3<", "n/a");
  }

  @Test
  void whatIsAbsentSaysWhy() {
    assertThat(html).contains("title=\"the server does not tell\"><span style=\"opacity:.6\">n/a<");
  }

  @Test
  void answersStandSideBySide() {
    assertThat(html.split("<tr>")).hasSize(1 + 6);
    assertThat(html.split("<tr>")[3]).contains(">answer<").contains("to the left</div></td><td");
  }

  @Test
  void numbersHaveThreeDigitsAndNotesStandBelow() {
    String text = Tags.of(html).text();
    assertThat(text).contains("12.3").contains("13.3").contains("1235").doesNotContain("12.34");
    assertThat(text).contains("Asked in turn.").contains("toy: it sees 64 pixels.");
  }

  @Test
  void nothingIsFetchedFromAnywhere() {
    assertThat(html).doesNotContain("http:", "https:", "//", "url(", "src=", "href=", "<script");
  }

  @Test
  void coloursAreThePagesOwn() {
    assertThat(html).doesNotContain("color:", "background");
  }
}
