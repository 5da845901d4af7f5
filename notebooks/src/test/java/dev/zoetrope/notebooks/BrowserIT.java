package dev.zoetrope.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zoetrope.backend.SlowVlmServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** JupyterLab in a real browser: what a person sees and presses. */
class BrowserIT {
  private static final Path SCREENSHOTS = Checkout.TARGET.resolve("screenshots");

  @Test
  void theFirstNotebookAnswersSideBySideAndItsFileStaysAsItWas()
      throws IOException, InterruptedException {
    Browser browser = Browser.orAbort();
    Path original = Checkout.NOTEBOOKS.resolve("01-side-by-side.ipynb");

    JsonNode seen;
    try (Lab lab = Lab.of(original)) {
      seen = browser.play("side-by-side", lab, words("01-side-by-side"));
      assertThat(lab.file("01-side-by-side.ipynb")).hasSameTextualContentAs(original);
    }

    assertThat(seen.path("columns"))
        .as("two models, one frame and three ways to show time")
        .hasSize(8);
    assertThat(seen.path("columns")).allSatisfy(BrowserIT::wasAnswered);
    assertThat(seen.path("pictures").asInt()).as("pictures that load").isGreaterThan(3);
    assertThat(seen.path("failures")).as("cells that failed").isEmpty();
    assertThat(seen.path("stopMillis").asDouble()).isLessThan(30_000);
    staysHere(seen);
    assertThat(Files.size(SCREENSHOTS.resolve("01-side-by-side.png"))).isGreaterThan(50_000);
  }

  @Tag("slow")
  @Test
  void columnsFillTheStopButtonEndsALoopAndTheNextCellWorks()
      throws IOException, InterruptedException {
    Browser browser = Browser.orAbort();

    JsonNode seen;
    try (Lab lab = Lab.of(Checkout.RESOURCES.resolve("columns-and-stop.ipynb"))) {
      seen = browser.play("columns-and-stop", lab, loopWords());
    }

    assertThat(growth(seen, 0))
        .as("lengths of the left column's text")
        .hasSizeGreaterThan(3)
        .isSorted();
    assertThat(growth(seen, 1))
        .as("lengths of the right column's text")
        .hasSizeGreaterThan(3)
        .isSorted();
    assertThat(seen.path("stopMillis").asDouble()).isLessThan(30_000);
    assertThat(seen.path("after").asText()).isEqualTo("alive: true");
    staysHere(seen);
  }

  @Tag("slow")
  @Test
  void liveColumnsChangeInPlaceFollowANewQuestionAndLeaveATable()
      throws IOException, InterruptedException {
    Browser browser = Browser.orAbort();

    JsonNode seen;
    try (Lab lab = Lab.of(Checkout.RESOURCES.resolve("live-columns.ipynb"))) {
      seen =
          browser.play(
              "live-columns",
              lab,
              words("live-columns").put("first", "circle").put("other", "Which way"));
    }

    double seconds = seen.at("/drawn/millis").asDouble() / 1000;
    assertThat(seen.at("/drawn/times").asDouble())
        .as("views in %s s, four a second at most", seconds)
        .isBetween(2.0, 4 * seconds + 2);
    assertThat(seen.path("panels").asInt()).as("panels, whatever cells ran").isEqualTo(1);
    assertThat(seen.path("place").asInt()).as("in the cell that began it").isEqualTo(1);
    assertThat(seen.path("captions")).allSatisfy(c -> assertThat(c.asText()).contains("frame"));
    assertThat(seen.path("left").asInt()).as("panels after close()").isZero();
    assertThat(seen.path("table").asText()).contains("Live for", "frame age", "superseded");
    assertThat(seen.path("failures")).as("cells that failed").isEmpty();
    staysHere(seen);
  }

  private static void wasAnswered(JsonNode column) {
    assertThat(column.path("states").toString()).contains("waiting").endsWith("\"done\"]");
    assertThat(column.path("text").asText())
        .matches("It moves \\w+\\.|One picture cannot tell\\.|.*circle.*");
  }

  private static void staysHere(JsonNode seen) {
    assertThat(seen.path("elsewhere")).as("requests that left this machine").isEmpty();
    assertThat(seen.path("toasts")).as("messages that nobody asked for").isEmpty();
    assertThat(seen.path("errors")).as("errors in the page").isEmpty();
  }

  @Tag("slow")
  @Test
  void theStopButtonEndsAnAnswerAndAnImageEncodeAndKeepsWhatHadCome()
      throws IOException, InterruptedException {
    Browser browser = Browser.orAbort();
    long epochMinusNanos = System.currentTimeMillis() - System.nanoTime() / 1_000_000;

    try (SlowVlmServer server = SlowVlmServer.start(Duration.ofMillis(100), 600)) {
      JsonNode seen;
      try (Lab lab = Lab.of(askAndStop(server.uri()))) {
        seen = browser.play("ask-and-stop", lab, words("ask-and-stop"));
      }
      Optional<Long> hungUp = server.awaitHangUp(Duration.ofSeconds(30));

      assertThat(hungUp).as("the server sees its socket closed").isPresent();
      long hungUpAt = hungUp.orElseThrow() / 1_000_000 + epochMinusNanos;
      assertThat(hungUpAt - seen.path("answer").path("pressedAt").asLong())
          .as("ms from the button in the browser to the closed socket")
          .isLessThan(10_000);
      JsonNode answer = seen.path("answer");
      assertThat(answer.path("states")).extracting(JsonNode::asText).containsOnly("cancelled");
      assertThat(answer.path("text").asText()).contains("partial answers are kept");
      assertThat(seen.path("encode").path("states"))
          .extracting(JsonNode::asText)
          .containsOnly("cancelled");
      assertThat(seen.path("encode").path("millis").asDouble()).isLessThan(20_000);
      assertThat(seen.path("elsewhere")).as("requests that left this machine").isEmpty();
      assertThat(seen.path("errors")).as("errors in the page").isEmpty();
    }
  }

  private static Path askAndStop(String server) throws IOException {
    String notebook = Files.readString(Checkout.RESOURCES.resolve("ask-and-stop.ipynb"));
    Path copy = Launcher.freshFolder("ask-and-stop-").resolve("ask-and-stop.ipynb");
    return Files.writeString(copy, notebook.replace("@SERVER@", server));
  }

  private static ObjectNode words(String notebook) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("notebook", notebook + ".ipynb")
        .put("screenshot", SCREENSHOTS.resolve(notebook + ".png").toString());
  }

  private static ObjectNode loopWords() {
    return words("columns-and-stop")
        .put("columns", 2)
        .put("loop", 2)
        .put("looping", "looping")
        .put("after", 3)
        .put("expected", "alive");
  }

  private static List<Integer> growth(JsonNode seen, int column) {
    List<Integer> lengths = new ArrayList<>();
    seen.path("growth").path(column).forEach(length -> lengths.add(length.asInt()));
    return lengths;
  }
}
