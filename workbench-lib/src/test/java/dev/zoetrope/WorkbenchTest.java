package dev.zoetrope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.backend.FairTurns;
import dev.zoetrope.backend.TurnLimits;
import dev.zoetrope.backend.TurnQueue;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.capture.Source;
import dev.zoetrope.compare.CompareEvent;
import dev.zoetrope.compare.ComparisonResult;
import dev.zoetrope.compare.Outcome;
import dev.zoetrope.metrics.Reading;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.temporal.Grid;
import dev.zoetrope.temporal.MultiImage;
import dev.zoetrope.temporal.SingleFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkbenchTest {
  private static final String SCENE = "synthetic:moving-shape?seed=7";

  @TempDir Path folder;

  @Test
  void oneWindowGoesThreeWaysToTwoModels() {
    try (Workbench workbench = open("a")) {
      ComparisonResult result = ask(workbench);

      assertThat(result.answers()).hasSize(6);
      assertThat(result.answers()).allMatch(a -> a.outcome() instanceof Outcome.Complete);
      assertThat(result.order()).startsWith("in turn, in rotated order");
      assertThat(result.answers().get(0).frames()).isEqualTo(result.answers().get(1).frames());
      assertThat(result.answers())
          .allMatch(a -> a.readings().get("time_to_first_token") instanceof Reading.Value)
          .allMatch(a -> a.readings().get("vision_tokens") instanceof Reading.Value);
    }
  }

  @Test
  void whatEachModelHadToLoadStandsInTheFirstAnswerAlone() {
    try (Workbench workbench = open("a")) {
      ComparisonResult result = ask(workbench);

      assertThat(result.answers())
          .filteredOn(a -> a.readings().get("load_time") instanceof Reading.Value)
          .extracting(a -> a.slot().index())
          .containsExactly(0, 1);
      assertThat(ask(workbench).answers())
          .allMatch(
              a -> new Reading.Absent("nothing had to load").equals(a.readings().get("load_time")));
    }
  }

  @Test
  void eachQuestionHasItsTurnInTheQueueOfTheSession() {
    Ticker ticker = Ticker.system();
    FairTurns turns =
        new FairTurns(ticker, uri -> new TurnLimits(1, OptionalInt.empty(), Duration.ofMinutes(5)));
    List<String> entered = new CopyOnWriteArrayList<>();
    TurnQueue noted =
        (backend, session) -> {
          entered.add(session + " at " + backend);
          return turns.enter(backend, session);
        };
    WorkbenchConfig config =
        new WorkbenchConfig(ticker, folder.resolve("a.jsonl"), List.of()).queue(noted, "me");
    try (Workbench workbench = Workbench.open(config)) {
      ComparisonResult result = ask(workbench);

      assertThat(entered)
          .hasSize(6)
          .containsOnly("me at embedded:tiny", "me at embedded:tiny-int8");
      assertThat(result.answers())
          .allMatch(a -> a.readings().get("client_queue_time") instanceof Reading.Value);
    }
  }

  @Test
  void eachComparisonHasListenersOfItsOwn() {
    List<List<CompareEvent>> heard = new CopyOnWriteArrayList<>();
    WorkbenchConfig config =
        new WorkbenchConfig(Ticker.system(), folder.resolve("a.jsonl"), List.of())
            .listener(
                () -> {
                  List<CompareEvent> own = new CopyOnWriteArrayList<>();
                  heard.add(own);
                  return own::add;
                });
    try (Workbench workbench = Workbench.open(config)) {
      ask(workbench);
      ask(workbench);
    }
    assertThat(heard)
        .hasSize(2)
        .allSatisfy(
            own -> assertThat(own).filteredOn(CompareEvent.Planned.class::isInstance).hasSize(1));
  }

  @Test
  void aClosedWorkbenchOpensNothing() {
    Workbench closed = open("a");
    closed.close();

    assertThatThrownBy(() -> closed.source(SCENE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("open another workbench");
    assertThatThrownBy(() -> closed.backend("embedded:tiny"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("open another workbench");
  }

  @Test
  void everyComparisonIsAPlanItsAnswersAndAnEndInTheLog() throws IOException {
    try (Workbench workbench = open("a")) {
      ask(workbench);
    }
    List<String> lines = Files.readAllLines(folder.resolve("a.jsonl"));
    assertThat(lines).hasSize(8);
    assertThat(lines.get(0)).contains("\"type\":\"plan\"");
    assertThat(lines.subList(1, 7)).allMatch(line -> line.contains("\"type\":\"answer\""));
    assertThat(lines.get(7)).contains("\"type\":\"end\"");
  }

  @Test
  void closingOneWorkbenchLeavesAnotherAlone() {
    try (Workbench stays = open("stays")) {
      Workbench goes = open("goes");
      Source lost = goes.source(SCENE);
      VlmBackend gone = goes.backend("embedded:tiny");
      ask(goes);
      goes.close();

      assertThat(ask(stays).answers()).allMatch(a -> a.outcome() instanceof Outcome.Complete);
      assertThatThrownBy(() -> lost.at("0s")).isInstanceOf(IllegalStateException.class);
      assertThat(folder.resolve("goes.jsonl")).exists();
      assertThat(gone.card().uri()).isEqualTo("embedded:tiny");
    }
  }

  @Test
  void theSessionHandleForgetsAClosedWorkbench() {
    try (Workbench workbench = open("s")) {
      Session.use(workbench);
      assertThat(Sources.open(SCENE).uri()).startsWith("synthetic:");
      Session.leave(workbench);
    }
    assertThatThrownBy(() -> Sources.open(SCENE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Session.use(");
  }

  private Workbench open(String name) {
    return Workbench.open(
        new WorkbenchConfig(Ticker.system(), folder.resolve(name + ".jsonl"), List.of()));
  }

  private static ComparisonResult ask(Workbench workbench) {
    List<VlmBackend> vlms =
        List.of(workbench.backend("embedded:tiny"), workbench.backend("embedded:tiny-int8"));
    return workbench
        .compare(workbench.source(SCENE).window(4, "200ms"), vlms)
        .as(SingleFrame.middle(), Grid.of(2, 2), MultiImage.labelled())
        .ask("Which way does the red circle move?");
  }
}
