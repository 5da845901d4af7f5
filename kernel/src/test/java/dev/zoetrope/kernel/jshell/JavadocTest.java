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
  void unfinishedMarksStayAsTheyAre() {
    assertThat(Javadoc.render("a < b and {@code c")).isEqualTo("a < b and {@code c");
  }
}
