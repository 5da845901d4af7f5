package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.media.Frame;
import dev.zoetrope.media.Window;
import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each protocol through all that happens to cameras. */
class LiveStreamsIT {
  private static final int SECONDS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A busy machine is no silent camera. */
  private static final String PATIENT = "open=100s&stall=100s";

  private static final String IMPATIENT = "open=100s&stall=2s";

  @TempDir static Path folder;
  private static Path film;
  private static byte[][] jpegs;

  private final SourceRegistry sources = SourceRegistry.open(Ticker.system());

  enum Protocol {
    HTTP_MJPEG {
      @Override
      LoopbackCamera camera() throws IOException {
        return LoopbackCamera.pictures(jpegs);
      }
    },
    HTTP_TS {
      @Override
      LoopbackCamera camera() throws IOException {
        return LoopbackCamera.transport(film, SECONDS);
      }
    },
    RTSP_TCP {
      @Override
      LoopbackCamera camera() throws IOException {
        return new RtspCamera(film, SECONDS, true);
      }
    },
    RTSP_UDP {
      @Override
      LoopbackCamera camera() throws IOException {
        return new RtspCamera(film, SECONDS, false);
      }
    };

    abstract LoopbackCamera camera() throws IOException;
  }

  @BeforeAll
  static void film() throws Exception {
    Path clip = folder.resolve("door.mp4");
    ClipMaker.write("synthetic:counter?size=320x240&frames=500&fps=25", clip);
    film = folder.resolve("door.ts");
    BundledFfmpeg.run("-i", clip, "-c:v", "mpeg2video", "-q:v", 3, "-g", 12, "-bf", 0, film);
    try (SourceRegistry registry = SourceRegistry.open(Ticker.system());
        FrameEncoder encoder = FrameEncoder.open(Ticker.system())) {
      Source source = registry.open(clip.toString());
      jpegs =
          List.of("0s", "2s", "4s").stream()
              .map(time -> encoder.encode(source.at(time).last()).image().bytes())
              .toArray(byte[][]::new);
    }
  }

  @AfterEach
  void closeAll() {
    sources.close();
  }

  private Source open(LoopbackCamera camera, String options) {
    return sources.open(camera.uri() + (camera.uri().contains("#") ? "&" : "#") + options);
  }

  @ParameterizedTest
  @EnumSource
  void playsInItsOwnTime(Protocol protocol) throws Exception {
    try (LoopbackCamera camera = protocol.camera();
        Source source = open(camera, PATIENT)) {
      assertThat(source.info().width()).isEqualTo(320);
      Window window = source.window(4, "200ms");
      assertThat(window.frames()).extracting(Frame::time).isSorted().doesNotHaveDuplicates();
      assertThat(source.latest().last().height()).isEqualTo(240);
      assertThat(source.events())
          .extracting(SourceEvent::state)
          .containsExactly(SourceState.OPENING, SourceState.LIVE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isConnectedToAnewWhenItHangsUp(Protocol protocol) throws Exception {
    try (LoopbackCamera camera = protocol.camera();
        Source source = open(camera, PATIENT);
        Subscription mine = source.subscribe()) {
      Watched watched = new Watched(source);
      watched.await(SourceState.LIVE);
      Duration before = mine.next(PATIENCE).orElseThrow().frame().time();
      camera.hangUp();
      assertThat(watched.await(SourceState.RECONNECTING).code()).contains("lost");
      watched.await(SourceState.LIVE);
      LiveFrame after = afterTheBreak(mine);
      assertThat(after.frame().time()).isGreaterThan(before);
    }
  }

  private static LiveFrame afterTheBreak(Subscription mine) {
    long first = mine.next(PATIENCE).orElseThrow().number();
    LiveFrame frame = mine.next(PATIENCE).orElseThrow();
    assertThat(frame.number()).isGreaterThan(first);
    return frame;
  }

  @ParameterizedTest
  @EnumSource
  void aSilenceIsSeenAndEnded(Protocol protocol) throws Exception {
    try (LoopbackCamera camera = protocol.camera();
        Source source = open(camera, IMPATIENT)) {
      Watched watched = new Watched(source);
      watched.await(SourceState.LIVE);
      camera.fallSilent();
      SourceEvent stalled = watched.await(SourceState.STALLED);
      assertThat(stalled.code()).contains("stalled");
      assertThat(stalled.words()).contains("gave no picture for 2s");
      watched.await(SourceState.RECONNECTING);
      camera.speak();
      watched.await(SourceState.LIVE);
      assertThat(source.latest().last().width()).isEqualTo(320);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "rtsp", "rtmp"})
  void whoNeverAnswersIsGivenUp(String scheme) throws Exception {
    try (LoopbackCamera camera = LoopbackCamera.mute(scheme);
        Source source = open(camera, "open=1s")) {
      assertThat(new Watched(source).await(SourceState.FAILED).code()).contains("timeout");
      assertThatThrownBy(source::latest)
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("gave no picture within 1s: check that the camera sends");
    }
  }

  @ParameterizedTest
  @EnumSource
  void closingEndsWhatWaitsForPictures(Protocol protocol) throws Exception {
    try (LoopbackCamera camera = protocol.camera();
        Source source = open(camera, PATIENT)) {
      new Watched(source).await(SourceState.LIVE);
      camera.fallSilent();
      closes(source);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "rtsp", "rtmp"})
  void closingEndsAConnectionThatIsNeverAnswered(String scheme) throws Exception {
    try (ServerSocket server = new ServerSocket(0)) {
      Source source = sources.open(scheme + "://127.0.0.1:" + server.getLocalPort() + "/mute");
      try (Socket viewer = server.accept()) {
        assertThat(viewer.getInputStream().read()).isNotNegative();
        closes(source);
      }
    }
  }

  private static void closes(Source source) throws Exception {
    long from = System.nanoTime();
    source.close();
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(10));
    assertThatThrownBy(source::latest).isInstanceOf(IllegalStateException.class);
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("capture-" + source.uri())) {
        thread.join(TimeUnit.SECONDS.toMillis(60));
        assertThat(thread.isAlive()).isFalse();
      }
    }
  }
}
