package dev.zoetrope.kernel.display;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows and columns that are shown.
 *
 * @param columns their names
 * @param rows the values, as many a row as there are columns
 * @param more how many rows are left out
 * @param isNumbered whether the rows are counted from 0
 */
record Table(
    List<String> columns, List<List<@Nullable Object>> rows, long more, boolean isNumbered) {
  /** Up to so many rows all are shown, of more the first few: whoever wants all can page. */
  static final int WHOLE = 50;

  static final int HEAD = 10;

  static final int MAX_COLUMNS = 30;

  private static final int MAX_LETTERS = 200;
  private static final int MAX_TEXT_LETTERS = 40;

  static int shown(int size) {
    return size <= WHOLE ? size : HEAD;
  }

  String html() {
    StringBuilder html = new StringBuilder("<table><thead><tr>");
    html.append(isNumbered ? "<th></th>" : "");
    columns.forEach(
        each ->
            html.append("<th style=\"text-align:left\">")
                .append(Html.escape(each))
                .append("</th>"));
    html.append("</tr></thead><tbody>");
    for (int i = 0; i < rows.size(); i++) {
      html.append("<tr>").append(isNumbered ? "<th>" + i + "</th>" : "");
      rows.get(i).forEach(value -> html.append(cell(value)));
      html.append("</tr>");
    }
    if (more > 0) {
      int width = columns.size() + (isNumbered ? 1 : 0);
      html.append("<tr><td colspan=\"").append(width).append("\" style=\"text-align:left\">");
      html.append(Brief.more(more)).append("</td></tr>");
    }
    return html.append("</tbody></table>").toString();
  }

  private static String cell(@Nullable Object value) {
    if (value == null) {
      return "<td style=\"text-align:left\"><i>null</i></td>";
    }
    String align = value instanceof Number ? "right" : "left";
    return "<td style=\"text-align:"
        + align
        + "\">"
        + Html.escape(Brief.inner(value, MAX_LETTERS))
        + "</td>";
  }

  /** Columns of equal width, for those who draw no tables. */
  String text() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(name -> Brief.inner(name, MAX_TEXT_LETTERS)).toList());
    rows.forEach(row -> lines.add(row.stream().map(each -> text(each)).toList()));
    int[] widths =
        IntStream.range(0, columns.size())
            .map(i -> lines.stream().mapToInt(line -> line.get(i).length()).max().orElse(0))
            .toArray();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      text.append(i == 0 ? "" : "\n")
          .append(line(lines.get(i), i == 0 ? null : rows.get(i - 1), widths));
    }
    return text + (more > 0 ? "\n" + Brief.more(more) : "");
  }

  private static String text(@Nullable Object value) {
    return value == null ? "null" : Brief.inner(value, MAX_TEXT_LETTERS);
  }

  private static String line(
      List<String> words, @Nullable List<@Nullable Object> values, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String space = " ".repeat(widths[i] - words.get(i).length());
      boolean right = values != null && values.get(i) instanceof Number;
      line.append(i == 0 ? "" : "  ").append(right ? space + words.get(i) : words.get(i) + space);
    }
    return line.toString().stripTrailing();
  }
}
