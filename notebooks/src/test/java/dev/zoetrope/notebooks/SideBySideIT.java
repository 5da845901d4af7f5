package dev.zoetrope.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.backend.LlamaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The first notebook of the course, run headless through the launcher on the real kernel and the
 * real model.
 */
class SideBySideIT {
  private static final Path NOTEBOOK = Checkout.NOTEBOOKS.resolve("01-side-by-side.ipynb");

  private Path folder;

  @BeforeAll
  static void setUp() throws IOException, InterruptedException {
    Launcher.setUp();
  }

  @BeforeEach
  void chooseWhereToWrite() throws IOException {
    folder = Launcher.freshFolder("side-by-side-");
  }

  private static final String CANNOT = "One picture cannot tell.";
  private static final String RIGHT = "It moves right.";

  @Test
  void twoModelsAnswerThreeEncodingsOfTheSameFramesWithMeasuredNumbers()
      throws IOException, InterruptedException {
    Outcome run = run();

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(asked(run.out()))
        .containsExactly(
            "embedded:tiny · single-middle",
            "embedded:tiny-int8 · single-middle",
            "embedded:tiny · grid-2x2",
            "embedded:tiny-int8 · grid-2x2",
            "embedded:tiny · multi-plain",
            "embedded:tiny-int8 · multi-plain");
    assertThat(answers(run.out())).containsExactly(CANNOT, CANNOT, RIGHT, RIGHT, RIGHT, RIGHT);
    assertThat(row(run.out(), "vision tokens [tokens]"))
        .containsExactly("16", "16", "16", "16", "64", "64");
    assertThat(row(run.out(), "tokens out [tokens]")).containsExactly("6", "6", "5", "5", "5", "5");
    Stream.of(
            "TTFT [ms]",
            "prefill [ms]",
            "decode [tok/s]",
            "E2E [ms]",
            "frame age [ms]",
            "frame encode [ms]")
        .forEach(
            name -> assertThat(numbers(run.out(), name)).as(name).hasSize(6).allMatch(v -> v > 0));
    assertThat(greater(numbers(run.out(), "E2E [ms]"), numbers(run.out(), "TTFT [ms]"))).isTrue();
    assertThat(run.out()).contains("truth: right").contains("in turn, in rotated order");
  }

  @Test
  void theGoldenModelSeesMotionInFramesAndNotInOne() throws IOException, InterruptedException {
    Outcome run = run("-p", "backends=embedded:tiny");

    assertThat(answers(run.out())).containsExactly(CANNOT, RIGHT, RIGHT);
  }

  @Test
  void aRealServerJoinsByItsAddress() throws IOException, InterruptedException {
    try (LlamaServer llama = LlamaServer.vision().start()) {
      Outcome run = run("-p", "backends=embedded:tiny," + llama.uri());

      assertThat(run.code()).as(run.err()).isZero();
      assertThat(asked(run.out()))
          .hasSize(6)
          .filteredOn(head -> head.startsWith(llama.uri()))
          .containsExactly(
              llama.uri() + " · single-middle",
              llama.uri() + " · grid-2x2",
              llama.uri() + " · multi-plain");
      assertThat(answers(run.out())).containsExactly(CANNOT, CANNOT, RIGHT, RIGHT, RIGHT, RIGHT);
      assertThat(numbers(run.out(), "TTFT [ms]")).hasSize(6).allMatch(v -> v > 0);
      // The server's form of the prompt splits pictures; what it counts is known by difference.
      assertThat(String.join(" ", row(run.out(), "vision tokens [tokens]")))
          .matches("16 3[89] 16 3[89] 64 15[234]");
      assertThat(run.out())
          .contains("measured in this process: ")
          .containsPattern("reported by the server: .*prefill \\[2\\] \\[4\\] \\[6\\]");
    }
  }

  @Test
  void thePageShowsTheTableAndThePictures() throws IOException, InterruptedException {
    run();

    String page = Files.readString(folder.resolve("01-side-by-side.html"));
    assertThat(page).contains("zoetrope-table").contains("measured in this process");
    assertThat(page.split("data:image/jpeg;base64,", -1)).hasSizeGreaterThan(6);
    JsonNode executed = NotebookFormat.read(folder.resolve("01-side-by-side.ipynb"));
    assertThat(executed.findValuesAsText("image/png")).as("the chart").isNotEmpty();
    assertThat(Files.exists(folder.resolve("01-side-by-side.ipynb"))).isTrue();
  }

  @Test
  void aParameterThatDoesNotExistIsRefused() throws IOException, InterruptedException {
    Outcome run = run("-p", "backend=embedded:tiny");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("no parameter \"backend\"").contains("Did you mean backends?");
  }

  @Test
  void aCellThatFailsEndsWithItsTraceback() throws IOException, InterruptedException {
    Outcome run = run("-p", "source=nowhere.mp4");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("failed:").contains("nowhere.mp4").contains("SourceException");
  }

  private Outcome run(String... options) throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(List.of("notebook", NOTEBOOK.toString(), "--output", folder.toString()));
    words.addAll(Arrays.asList(options));
    return Launcher.run(words.toArray(String[]::new));
  }

  /** The cells of one row of the printed table, over all its blocks. */
  private static List<String> row(String out, String name) {
    Matcher rows = Pattern.compile("(?m)^\\s*" + Pattern.quote(name) + "\\s*\\|(.*)$").matcher(out);
    return rows.results()
        .flatMap(found -> Arrays.stream(found.group(1).split("\\|", -1)))
        .map(String::strip)
        .filter(cell -> !cell.isEmpty())
        .toList();
  }

  private static List<Double> numbers(String out, String name) {
    return row(out, name).stream().map(Double::valueOf).toList();
  }

  private static boolean greater(List<Double> more, List<Double> less) {
    return Stream.iterate(0, i -> i + 1)
        .limit(more.size())
        .allMatch(i -> more.get(i) > less.get(i));
  }

  /** Backend and encoding of each answer, as the head of the table lists them. */
  private static List<String> asked(String out) {
    return head(out).map(found -> found.group(1).strip()).toList();
  }

  private static List<String> answers(String out) {
    return head(out).map(found -> found.group(2).strip()).toList();
  }

  private static Stream<MatchResult> head(String out) {
    return Pattern.compile("(?m)^\\[\\d\\] (.+)\\R    (.+)$").matcher(out).results();
  }
}
