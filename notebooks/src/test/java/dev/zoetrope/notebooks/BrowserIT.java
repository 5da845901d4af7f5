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
import org.junit.jupiter.api.Test;

/** JupyterLab in a real browser: what a person sees and presses. */
class BrowserIT {
  private static final Path SCREENSHOT =
      Checkout.TARGET.resolve("screenshots/columns-and-stop.png");

  @Test
  void columnsFillTheStopButtonEndsALoopAndTheNextCellWorks()
      throws IOException, InterruptedException {
    Browser browser = Browser.orAbort();

    JsonNode seen;
    try (Lab lab = Lab.of(Checkout.RESOURCES.resolve("columns-and-stop.ipynb"))) {
      seen = browser.play("columns-and-stop", lab, words());
    }

    assertThat(growth(seen, 0))
        .as("lengths of the left column's text")
        .hasSizeGreaterThan(3)
        .isSorted();
    assertThat(growth(seen, 1))
        .as("lengths of the right column's text")
        .hasSizeGreaterThan(3)
        .isSorted();
    assertThat(seen.path("stopMillis").asDouble()).isLessThan(5_000);
    assertThat(seen.path("after").asText()).isEqualTo("alive: true");
    assertThat(seen.path("elsewhere")).as("requests that left this machine").isEmpty();
    assertThat(seen.path("toasts")).as("messages that nobody asked for").isEmpty();
    assertThat(seen.path("errors")).as("errors in the page").isEmpty();
    assertThat(Files.size(SCREENSHOT)).isGreaterThan(10_000);
  }

  @Test
  void theStopButtonEndsAnAnswerAndAnImageEncodeAndKeepsWhatHadCome()
      throws IOException, InterruptedException {
    Browser browser = Browser.orAbort();
    long epochMinusNanos = System.currentTimeMillis() - System.nanoTime() / 1_000_000;

    try (SlowVlmServer server = SlowVlmServer.start(Duration.ofMillis(100), 600)) {
      JsonNode seen;
      try (Lab lab = Lab.of(askAndStop(server.uri()))) {
        seen = browser.play("ask-and-stop", lab, askAndStopWords());
      }
      Optional<Long> hungUp = server.awaitHangUp(Duration.ofSeconds(5));

      assertThat(hungUp).as("the server sees its socket closed").isPresent();
      long hungUpAt = hungUp.orElseThrow() / 1_000_000 + epochMinusNanos;
      assertThat(hungUpAt - seen.path("answer").path("pressedAt").asLong())
          .as("ms from the button in the browser to the closed socket")
          .isLessThan(1_000);
      JsonNode answer = seen.path("answer");
      assertThat(answer.path("states")).extracting(JsonNode::asText).containsOnly("cancelled");
      assertThat(answer.path("text").asText()).contains("partial answers are kept");
      assertThat(seen.path("encode").path("states"))
          .extracting(JsonNode::asText)
          .containsOnly("cancelled");
      assertThat(seen.path("encode").path("millis").asDouble()).isLessThan(3_000);
      assertThat(seen.path("elsewhere")).as("requests that left this machine").isEmpty();
      assertThat(seen.path("errors")).as("errors in the page").isEmpty();
    }
  }

  private static Path askAndStop(String server) throws IOException {
    String notebook = Files.readString(Checkout.RESOURCES.resolve("ask-and-stop.ipynb"));
    Path copy = Launcher.freshFolder("ask-and-stop-").resolve("ask-and-stop.ipynb");
    return Files.writeString(copy, notebook.replace("@SERVER@", server));
  }

  private static ObjectNode askAndStopWords() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("notebook", "ask-and-stop.ipynb")
        .put("screenshot", SCREENSHOT.resolveSibling("ask-and-stop.png").toString());
  }

  private static ObjectNode words() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("notebook", "columns-and-stop.ipynb")
        .put("columns", 2)
        .put("loop", 2)
        .put("looping", "looping")
        .put("after", 3)
        .put("expected", "alive")
        .put("screenshot", SCREENSHOT.toString());
  }

  private static List<Integer> growth(JsonNode seen, int column) {
    List<Integer> lengths = new ArrayList<>();
    seen.path("growth").path(column).forEach(length -> lengths.add(length.asInt()));
    return lengths;
  }
}
