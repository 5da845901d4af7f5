package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StampedSocketTest {
  private static final Call NO_CALL =
      new OkHttpClient().newCall(new Request.Builder().url("http://127.0.0.1").build());

  private final AtomicLong clock = new AtomicLong();
  private final Ticker ticker = clock::incrementAndGet;

  /** Less than is held, about as much, and several times that in pieces of any size. */
  @ParameterizedTest
  @ValueSource(ints = {1, 8 << 10, 200_000, 256 << 10, 262_145, 1_500_000})
  void whatIsWrittenInPiecesArrivesWholeOnceItIsFlushed(int length) throws Exception {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        StampedSocket socket = connected(server, new HttpStamps(ticker, HttpLimits.usual()));
        Socket other = server.accept()) {
      CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> all(other));
      OutputStream out = socket.getOutputStream();
      int piece = 1;
      for (int from = 0; from < length; from += piece, piece = 1 + (piece * 7) % 300_000) {
        out.write(bytes, from, Math.min(piece, length - from));
      }
      out.flush();
      socket.shutdownOutput();

      assertThat(read.get()).isEqualTo(bytes);
    }
  }

  @Test
  void nothingLeavesBeforeItIsFlushedAndThenItIsStampedOnce() throws IOException {
    HttpStamps stamps = new HttpStamps(ticker, HttpLimits.usual());
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        StampedSocket socket = connected(server, stamps)) {
      stamps.begin();
      stamps.requestHeadersStart(NO_CALL);
      OutputStream out = socket.getOutputStream();
      out.write(new byte[1000]);
      out.write(new byte[50_000]);
      assertThat(stamps.marks().wire().sending()).isEmpty();
      long before = clock.get();

      out.flush();
      long sending = stamps.marks().wire().sending().orElseThrow();
      out.write(7);
      out.flush();

      assertThat(sending).isEqualTo(before + 1);
      assertThat(stamps.marks().wire().sending()).hasValue(sending);
    }
  }

  private static StampedSocket connected(ServerSocket server, HttpStamps stamps)
      throws IOException {
    return new StampedSocket(SocketChannel.open(server.getLocalSocketAddress()), () -> stamps);
  }

  private static byte[] all(Socket socket) {
    try {
      return socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
