package dev.zoetrope.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NotebookHygieneTest {
  private static final int LINES_OF_A_CELL = 20;

  static List<Path> kept() {
    return NotebookFormatter.all();
  }

  static List<Path> course() {
    return Checkout.course();
  }

  @ParameterizedTest
  @MethodSource("kept")
  void isKeptWithoutOutputsCountsAndTracesOfARun(Path file) throws IOException {
    assertThat(Files.readString(file))
        .as("%s is not as NotebookFormatter writes it ; notebooks/format.sh runs it", file)
        .isEqualTo(NotebookFormat.format(file));
  }

  @ParameterizedTest
  @MethodSource("kept")
  void hasCellsThatFitAScreenAndIdsOfTheirOwn(Path file) throws IOException {
    Set<String> ids = new HashSet<>();
    for (JsonNode cell : NotebookFormat.read(file).path("cells")) {
      String id = cell.path("id").asText();
      assertThat(id)
          .matches("[a-z0-9-]{1,64}")
          .satisfies(each -> assertThat(ids.add(each)).isTrue());
      assertThat(NotebookFormat.source(cell).lines().count())
          .as("lines of cell %s", id)
          .isBetween(1L, (long) LINES_OF_A_CELL);
    }
  }

  @ParameterizedTest
  @MethodSource("kept")
  void opensWithItsTitleWhatItNeedsAndHowLongItTakes(Path file) throws IOException {
    JsonNode first = NotebookFormat.read(file).path("cells").path(0);

    assertThat(first.path("cell_type").asText()).isEqualTo("markdown");
    assertThat(NotebookFormat.source(first))
        .startsWith("# ")
        .containsPattern("(?i)you need ")
        .containsPattern("(?i)takes ");
  }

  @ParameterizedTest
  @MethodSource("course")
  void isNumberedAsPartOfTheCourse(Path file) {
    assertThat(file.getFileName().toString()).matches("\\d\\d-[a-z0-9-]+\\.ipynb");
  }

  @ParameterizedTest
  @MethodSource("kept")
  void namesNoPlaceThatOnlyOneMachineHas(Path file) throws IOException {
    assertThat(Files.readString(file))
        .doesNotContainPattern("(/home/|/Users/|/root/|[A-Z]:\\\\\\\\)");
  }

  @Test
  void theFormatterDropsOutputsCountsAndForeignMetadataAndKeepsTags(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("used.ipynb");
    Files.writeString(
        file,
        """
        {"metadata": {"widgets": {}, "language_info": {"name": "java", "version": "17"}}, "nbformat": 4,
         "nbformat_minor": 4, "cells": [
          {"cell_type": "code", "execution_count": 7, "metadata": {"trusted": true, "tags": ["print"]},
           "outputs": [{"output_type": "stream", "name": "stdout", "text": "secret"}], "source": "1 +\\n\\u00e9"}]}
        """,
        StandardCharsets.UTF_8);

    assertThat(NotebookFormat.fix(file)).isTrue();

    assertThat(NotebookFormat.fix(file)).isFalse();
    assertThat(Files.readString(file))
        .startsWith(
            """
            {
             "cells": [
              {
               "cell_type": "code",
               "execution_count": null,
               "id": "cell-1",
               "metadata": {
                "tags": [
                 "print"
                ]
               },
               "outputs": [],
               "source": [
                "1 +\\n",
                "é"
               ]
              }
             ],
            """)
        .doesNotContain("secret", "widgets", "17");
  }
}
