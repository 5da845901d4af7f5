package dev.zoetrope.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTableTest {
  private final String html = HtmlTable.of(Tables.of(2, "to the left"));

  @Test
  void eachNumberSaysWhoMeasuredItAndHow() {
    assertThat(Tags.of(html).values("title"))
        .filteredOn(t -> t.equals("stamped by this client: last - first"))
        .hasSize(4);
    assertThat(html).contains("Marks: p measured in this process, c stamped by this client");
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
