package dev.zoetrope.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Live widgets in a real JupyterLab and a real browser: one server and one page play all flows, and
 * each test looks at what one of them saw.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WidgetFlowsIT {
  private static final Path SCREENSHOTS = Checkout.TARGET.resolve("screenshots");

  private JsonNode seen;

  @BeforeAll
  void play() throws IOException, InterruptedException {
    Browser browser = Browser.orAbort();
    try (Lab lab = Lab.of(Checkout.RESOURCES.resolve("widget-flows.ipynb"))) {
      seen =
          browser.play(
              "widget-flows",
              lab,
              JsonNodeFactory.instance
                  .objectNode()
                  .put("notebook", "widget-flows.ipynb")
                  .put("screenshots", SCREENSHOTS.toString()));
    }
  }

  private JsonNode flow(String name) {
    JsonNode flow = seen.path(name);
    assertThat(flow.path("failed").asText()).as(name).isEmpty();
    return flow;
  }

  @Test
  void aCellShowsItsValue() {
    assertThat(flow("runACell").path("text").asText()).isEqualTo("2");
  }

  @Test
  void tabOffersWhatFits() {
    assertThat(flow("completion").path("offered").asText()).contains("substring");
  }

  @Test
  void aProgressBarMovesWhileItsCellRuns() {
    List<Double> widths = numbers(flow("progress").path("widths"));

    assertThat(widths).hasSizeGreaterThan(5).isSorted().endsWith(100.0);
  }

  @Test
  void aSliderChangesWhatJavaSeesAndItsListenerPrintsBelowIt() {
    assertThat(flow("slider").path("value").asText()).isEqualTo("3");
    assertThat(flow("slider").path("printed").asText()).contains("speed is now 3");
  }

  @Test
  void anAnyWidgetCountsInItsStyleAndItsBytesGoBothWays() {
    assertThat(flow("counter").path("text").asText()).isEqualTo("count 11 sum 6 back 5000");
    assertThat(flow("counter").path("border").asText()).isEqualTo("3px");
  }

  @Test
  void theFirstClickEverIsAnsweredDuringAnEndlessLoopWhichTheStopButtonThenEnds() {
    JsonNode clicks = flow("clicks");

    assertThat(clicks.path("cold").asDouble()).as("ms of the first click").isLessThan(5_000);
    assertThat(numbers(clicks.path("looping"))).hasSize(20);
    assertThat(clicks.path("stillRunning").asText()).isEqualTo("[*]:");
    assertThat(clicks.path("stopMillis").asDouble()).isLessThan(5_000);
    assertThat(clicks.path("after").asText()).isEqualTo("alive after 41");
  }

  @Test
  void framesArriveWithFewInFlightAndTooLargeOnesAreRefusedByThePage() {
    JsonNode frames = flow("frames");

    int sent = frames.path("sent").asInt();
    assertThat(sent).isGreaterThan(10);
    assertThat(frames.path("acknowledged").asInt()).isEqualTo(sent);
    assertThat(frames.path("arrivedKilobytes").asInt()).isEqualTo(200 * sent);
    assertThat(frames.path("tooBig").asText()).isEqualTo("refused");
  }

  @Test
  void everyControlIsDrawn() {
    JsonNode gallery = flow("gallery");

    assertThat(gallery.path("broken").asInt()).as("widgets that the page cannot draw").isZero();
    assertThat(gallery.path("text").asText())
        .contains("a label", "bold", "whole", "real", "bar", "ticked", "one of", "press");
  }

  @Test
  void aReloadedPageKeepsItsWidgetsAndTheyWork() {
    JsonNode reload = flow("reload");

    assertThat(reload.path("counterText").asText()).startsWith("count 11");
    assertThat(reload.path("readout").asText()).isEqualTo("3");
    assertThat(numbers(reload.path("click"))).hasSize(3);
  }

  @Test
  void theDarkThemeIsDrawn() throws IOException {
    assertThat(flow("dark").path("background").asText()).isEqualTo("rgb(17, 17, 17)");
    assertThat(Files.size(SCREENSHOTS.resolve("widgets-dark.png"))).isGreaterThan(50_000);
  }

  @Test
  void afterARestartEachOldWidgetSaysThatItIsDeadAndItsCellCanBeRunAgainFromThere() {
    JsonNode restart = flow("restart");

    assertThat(restart.path("notes").asInt()).isGreaterThan(3);
    assertThat(restart.path("words").asText()).contains("restarted");
    assertThat(numbers(restart.path("click"))).hasSize(3);
  }

  @Test
  void aPageThatIsReloadedAfterARestartSaysTheSame() {
    assertThat(flow("reloadAfterRestart").path("notes").asInt()).isGreaterThan(3);
    assertThat(flow("reloadAfterRestart").path("notFound").asInt()).isZero();
  }

  @Test
  void nothingIsAskedOfOtherMachinesAndNothingFailsInThePage() {
    assertThat(seen.path("elsewhere")).as("requests that left this machine").isEmpty();
    assertThat(seen.path("toasts")).as("messages that nobody asked for").isEmpty();
    assertThat(seen.path("errors")).as("errors in the page").isEmpty();
  }

  private static List<Double> numbers(JsonNode array) {
    List<Double> numbers = new ArrayList<>();
    array.forEach(number -> numbers.add(number.asDouble()));
    return numbers;
  }
}
