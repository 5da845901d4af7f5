package dev.zoetrope.kernel.jshell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class JavadocTest {
  @Test
  void aCommentReadsAsText() {
    String comment =
        """
        Returns the {@code List<T>} of a {@link java.util.Map#get(Object) value};
        see {@link #size()}.
        <p>Second &amp; last.
        <ul><li>one</li>
        <li>two</li></ul>

        @param   key the {@code key}
        @return a list
        @throws NullPointerException if {@code key} is <b>null</b>
        """;

    assertThat(Javadoc.render(comment).lines().map(String::strip).filter(line -> !line.isEmpty()))
        .containsExactly(
            "Returns the List<T> of a value; see size().",
            "Second & last.",
            "• one",
            "• two",
            "parameter key the key",
            "returns a list",
            "throws NullPointerException if key is null");
  }

  @Test
  void asHtmlACommentKeepsItsShapeAndLosesWhatCouldDoHarm() {
    String comment =
        """
        Reads <em>all</em> of {@code List<T>}; see {@link #size() the size}.
        <script>alert(1)</script><img src=x onerror="alert(1)"><a href="javascript:alert(1)">here</a>
        <ul onclick=x()><li>one & two</ul>
        <pre>a < b
        @param key the <b>key
        """;

    assertThat(Javadoc.html(comment))
        .contains("<em>all</em>", "<code>List&lt;T&gt;</code>", "<code>the size</code>")
        .contains("<ul><li>one &amp; two</li></ul>", "<pre>a &lt; b", "</pre>")
        .contains("<p><i>parameter</i> key the <b>key", "</b>")
        .contains("alert(1)here")
        .doesNotContain("<script", "<img", "onerror", "onclick", "javascript:");
  }

  @Test
  void unfinishedMarksStayAsTheyAre() {
    assertThat(Javadoc.render("a < b and {@code c")).isEqualTo("a < b and {@code c");
  }
}
