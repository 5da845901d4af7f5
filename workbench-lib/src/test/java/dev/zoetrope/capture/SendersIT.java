package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.media.Frame;
import dev.zoetrope.metrics.Ticker;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each protocol with a process of its own at the other end: it plays, halts, dies, comes back. */
@Timeout(300)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process is halted by a signal")
class SendersIT {
  private static final int SECONDS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static Path film;
  private static Path flash;

  private final SourceRegistry sources = SourceRegistry.open(Ticker.system());

  enum Protocol {
    UDP {
      @Override
      SenderProcess sender(int port) throws Exception {
        return sends(film, "mpegts", "udp://127.0.0.1:" + port + "?pkt_size=1316");
      }

      @Override
      String uri(int port) {
        return "udp://127.0.0.1:" + port;
      }
    },
    SRT {
      @Override
      SenderProcess sender(int port) throws Exception {
        return sends(film, "mpegts", "srt://127.0.0.1:" + port + "?mode=listener");
      }

      @Override
      String uri(int port) {
        return "srt://127.0.0.1:" + port;
      }
    },
    RTMP {
      @Override
      SenderProcess sender(int port) throws Exception {
        return sends(flash, "flv", "-listen", 1, uri(port));
      }

      @Override
      String uri(int port) {
        return "rtmp://127.0.0.1:" + port + "/live/door";
      }
    },
    HTTP {
      @Override
      SenderProcess sender(int port) throws Exception {
        return sends(film, "mpegts", "-listen", 1, uri(port));
      }

      @Override
      String uri(int port) {
        return "http://127.0.0.1:" + port + "/door.ts";
      }
    },
    RTSP {
      @Override
      SenderProcess sender(int port) throws Exception {
        return SenderProcess.start(
            RtspSender.builder(film, SECONDS, port, "target/sender-rtsp.log"));
      }

      @Override
      String uri(int port) {
        return "rtsp://127.0.0.1:" + port + "/door";
      }
    };

    abstract SenderProcess sender(int port) throws Exception;

    abstract String uri(int port);

    /** In real time, again and again; the words behind the format end with the address. */
    static SenderProcess sends(Path film, String format, Object... to) throws Exception {
      Object[] words = new Object[9 + to.length];
      Object[] first = {"-re", "-stream_loop", -1, "-i", film, "-c", "copy", "-f", format};
      System.arraycopy(first, 0, words, 0, first.length);
      System.arraycopy(to, 0, words, first.length, to.length);
      return SenderProcess.start(BundledFfmpeg.builder("target/sender-" + format + ".log", words));
    }

    private int free() throws Exception {
      if (this == UDP || this == SRT) {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
          return socket.getLocalPort();
        }
      }
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      }
    }
  }

  @BeforeAll
  static void film() throws Exception {
    Path clip = folder.resolve("door.mp4");
    ClipMaker.write("synthetic:counter?size=320x240&frames=500&fps=25", clip);
    film = folder.resolve("door.ts");
    BundledFfmpeg.run("-i", clip, "-c:v", "mpeg2video", "-q:v", 3, "-g", 12, "-bf", 0, film);
    flash = folder.resolve("door.flv");
    BundledFfmpeg.run("-i", clip, "-c:v", "flv", "-q:v", 3, "-g", 12, flash);
  }

  @AfterEach
  void closeAll() {
    sources.close();
  }

  /** Waits for the sender, whose start takes a moment. */
  private Source live(Protocol protocol, int port, String stall) throws Exception {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Source source = sources.open(protocol.uri(port) + "#open=60s&retry=5m&stall=" + stall);
      try {
        source.latest();
        return source;
      } catch (SourceException e) {
        source.close();
        assertThat(System.nanoTime()).as("%s", e.getMessage()).isLessThan(until);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void playsInItsOwnTimeAndIsLeftAtOnce(Protocol protocol) throws Exception {
    int port = protocol.free();
    try (SenderProcess unused = protocol.sender(port)) {
      Source source = live(protocol, port, "60s");
      assertThat(source.info().width()).isEqualTo(320);
      assertThat(source.window(4, "200ms").frames())
          .extracting(Frame::time)
          .isSorted()
          .doesNotHaveDuplicates();
      source.close();
      assertThatThrownBy(source::latest).isInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHaltedSenderIsSeenToldAndComesBack(Protocol protocol) throws Exception {
    int port = protocol.free();
    try (SenderProcess sender = protocol.sender(port);
        Source source = live(protocol, port, "2s")) {
      Watched watched = new Watched(source);
      sender.halt();
      SourceEvent stalled = watched.await(SourceState.STALLED);
      assertThat(stalled.words()).contains("gave no picture for 2s");
      sender.goOn();
      watched.await(SourceState.LIVE);
      assertThat(source.latest().last().width()).isEqualTo(320);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSenderThatDiesIsToldAndItsSuccessorIsFound(Protocol protocol) throws Exception {
    int port = protocol.free();
    try (SenderProcess sender = protocol.sender(port);
        Source source = live(protocol, port, "3s");
        Subscription mine = source.subscribe()) {
      Duration before = mine.next(PATIENCE).orElseThrow().frame().time();
      Watched watched = new Watched(source);
      sender.kill();
      if (protocol != Protocol.UDP) {
        watched.await(SourceState.RECONNECTING);
        watched.await(SourceState.LIVE);
      }
      assertThat(after(mine, before.plusSeconds(2)).frame().width()).isEqualTo(320);
    }
  }

  /** The successor's: the one that died has sent nothing so late. */
  private static LiveFrame after(Subscription mine, Duration time) {
    while (true) {
      LiveFrame frame = mine.next(PATIENCE).orElseThrow();
      if (frame.frame().time().compareTo(time) > 0) {
        return frame;
      }
    }
  }
}
