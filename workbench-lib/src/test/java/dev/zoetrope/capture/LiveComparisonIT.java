package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.Workbench;
import dev.zoetrope.WorkbenchConfig;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.compare.LiveEvent;
import dev.zoetrope.compare.LiveReport;
import dev.zoetrope.compare.LiveSession;
import dev.zoetrope.compare.LiveTally;
import dev.zoetrope.metrics.Reading;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.ruler.ScriptedVlmServer;
import dev.zoetrope.ruler.ServerScript;
import dev.zoetrope.temporal.Grid;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real stream before a fast server, a slow one and the engine of this process. */
@Timeout(300)
class LiveComparisonIT {
  private static final int SECONDS = 20;

  @TempDir static Path folder;
  private static Path film;

  @BeforeAll
  static void film() throws Exception {
    Path clip = folder.resolve("door.mp4");
    ClipMaker.write("synthetic:shapes?size=128&frames=500&fps=25&seed=7", clip);
    film = folder.resolve("door.ts");
    BundledFfmpeg.run("-i", clip, "-c:v", "mpeg2video", "-q:v", 3, "-g", 12, "-bf", 0, film);
  }

  @Test
  void eachFollowsTheCameraAtItsOwnPaceAndALostOneIsSaidToBeLost() throws Exception {
    List<LiveEvent> told = new CopyOnWriteArrayList<>();
    Path log = folder.resolve("log.jsonl");
    WorkbenchConfig config =
        new WorkbenchConfig(Ticker.system(), log, List.of())
            .listener(
                () ->
                    event -> {
                      if (event instanceof LiveEvent live) {
                        told.add(live);
                      }
                    });
    try (ScriptedVlmServer fast = ScriptedVlmServer.start(ServerScript.steady(1, 1, 3));
        ScriptedVlmServer slow = ScriptedVlmServer.start(ServerScript.steady(3000, 1, 3));
        LoopbackCamera camera = new RtspCamera(film, SECONDS, true);
        Workbench workbench = Workbench.open(config)) {
      List<VlmBackend> vlms =
          List.of(
              workbench.backend(fast.uri()),
              workbench.backend(slow.uri()),
              workbench.backend("embedded:tiny"));
      Source source = workbench.source(camera.uri() + "#open=100s&stall=100s&hold=60s");
      LiveSession session =
          workbench
              .live(source, vlms)
              .every("100ms")
              .window(4, "200ms")
              .as(Grid.of(2, 2))
              .ask("Which way does the shape move?");
      await(session, report -> answered(report, 1) >= 2 && answered(report, 2) >= 1);
      assertThat(answered(session.report(), 0)).isGreaterThan(answered(session.report(), 1));
      slow.close();
      await(session, report -> report.backends().get(1).failed() >= 1);
      session.close();
      ended(session.report(), told);
    }
    assertThat(Files.readAllLines(log)).last().asString().contains("\"type\":\"end\"");
  }

  private static void ended(LiveReport report, List<LiveEvent> told) {
    assertThat(report.backends().get(1).dropped()).as("of 25 a second").isPositive();
    assertThat(report.backends().get(1).skipped()).as("of 10 a second").isPositive();
    assertThat(report.backends())
        .allSatisfy(
            tally ->
                assertThat(tally.readings())
                    .allMatch(all -> all.get("frame_age") instanceof Reading.Value));
    assertThat(told).last().isInstanceOf(LiveEvent.Ended.class);
    assertThat(told)
        .anyMatch(
            event ->
                event instanceof LiveEvent.Source source
                    && source.event().state() == SourceState.LIVE);
  }

  private static long answered(LiveReport report, int backend) {
    LiveTally tally = report.backends().get(backend);
    return tally.answered();
  }

  private static void await(LiveSession session, Predicate<LiveReport> wanted)
      throws InterruptedException {
    while (!wanted.test(session.report())) {
      assertThat(session.await(Duration.ofMillis(50))).as("ended by itself").isFalse();
    }
  }
}
