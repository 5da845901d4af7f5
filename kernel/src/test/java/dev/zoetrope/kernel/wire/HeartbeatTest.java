package dev.zoetrope.kernel.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

class HeartbeatTest {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final byte[] GREETING = greeting(3, "NULL");

  private final ZContext context = new ZContext();
  private Heartbeat heartbeat;
  private InetSocketAddress address;

  @BeforeEach
  void bind() throws IOException {
    heartbeat = new Heartbeat();
    address = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
    heartbeat.bind(address);
  }

  @AfterEach
  void close() {
    context.close();
    heartbeat.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 255, 256, 60_000})
  void beatsOfAnyLengthComeBackToARealClient(int length) {
    ZMQ.Socket client = client();
    byte[] beat = "b".repeat(length).getBytes(US_ASCII);

    client.send(beat);

    assertThat(client.recv()).isEqualTo(beat);
  }

  @Test
  void eachOfSeveralClientsHearsItsOwnBeats() {
    List<ZMQ.Socket> clients = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      clients.add(client());
    }

    for (int beat = 0; beat < 10; beat++) {
      for (int i = 0; i < clients.size(); i++) {
        clients.get(i).send(beat + " of " + i);
      }
      for (int i = 0; i < clients.size(); i++) {
        assertThat(clients.get(i).recvStr()).isEqualTo(beat + " of " + i);
      }
    }
  }

  @Test
  void messagesOfSeveralFramesComeBackWhole() {
    ZMQ.Socket client = client();

    client.sendMore("one");
    client.send("two");

    assertThat(client.recvStr()).isEqualTo("one");
    assertThat(client.hasReceiveMore()).isTrue();
    assertThat(client.recvStr()).isEqualTo("two");
  }

  @Test
  void aPingOfTheProtocolIsAnsweredWithItsContext() throws IOException {
    try (Socket client = greeted()) {
      client.getOutputStream().write("\4\13\4PING\0\1ctxt".getBytes(US_ASCII));

      assertThat(client.getInputStream().readNBytes(11))
          .isEqualTo("\4\11\4PONGctxt".getBytes(US_ASCII));
    }
  }

  @Test
  void aFrameLongerThanAnyBeatEndsItsClientOnly() throws IOException {
    ZMQ.Socket other = client();
    try (Socket client = greeted()) {
      client.getOutputStream().write(new byte[] {2, 0x7F, -1, -1, -1, -1, -1, -1, -1});

      assertThat(client.getInputStream().read()).isNegative();
    }
    other.send("still here");
    assertThat(other.recvStr()).isEqualTo("still here");
  }

  @Test
  void whoDoesNotGreetAsASocketWithoutSecurityIsSentAway() throws IOException {
    byte[] http = "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n".getBytes(US_ASCII);
    for (byte[] greeting :
        List.of(greeting(3, "CURVE"), greeting(2, "NULL"), Arrays.copyOf(http, 64))) {
      try (Socket client = connected()) {
        client.getOutputStream().write(greeting);
        client.getInputStream().readNBytes(64 + 2 + 25);

        assertThat(client.getInputStream().read()).isNegative();
      }
    }
  }

  @Test
  void aClientTooManyIsSentAwayAndTheOthersStay() throws IOException {
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      clients.add(greeted());
    }

    try (Socket late = connected()) {
      assertThat(late.getInputStream().read()).isNegative();
    }
    for (Socket each : clients) {
      each.getOutputStream().write("\0\1b".getBytes(US_ASCII));
      assertThat(each.getInputStream().readNBytes(3)).isEqualTo("\0\1b".getBytes(US_ASCII));
      each.close();
    }
  }

  @Test
  void closingEndsEveryClientAndFreesThePort() throws IOException {
    Socket client = greeted();

    heartbeat.close();

    assertThat(client.getInputStream().read()).isNegative();
    client.close();
    heartbeat = new Heartbeat();
    heartbeat.bind(address);
  }

  @Test
  void anAddressInUseIsRefused() throws IOException {
    try (Heartbeat second = new Heartbeat()) {
      assertThatThrownBy(() -> second.bind(address)).isInstanceOf(BindException.class);
    }
  }

  private ZMQ.Socket client() {
    ZMQ.Socket client = context.createSocket(SocketType.REQ);
    client.setReceiveTimeOut(PATIENCE_MILLIS);
    client.connect("tcp://127.0.0.1:" + address.getPort());
    return client;
  }

  private Socket connected() throws IOException {
    Socket client = new Socket(address.getAddress(), address.getPort());
    client.setSoTimeout(PATIENCE_MILLIS);
    return client;
  }

  private Socket greeted() throws IOException {
    Socket client = connected();
    client.getOutputStream().write(GREETING);
    byte[] answer = client.getInputStream().readNBytes(64 + 2 + 25);
    assertThat(new String(answer, US_ASCII)).contains("NULL").endsWith("Socket-Type\0\0\0\3REP");
    return client;
  }

  private static byte[] greeting(int version, String mechanism) {
    byte[] greeting = new byte[64];
    greeting[0] = (byte) 0xFF;
    greeting[9] = 0x7F;
    greeting[10] = (byte) version;
    System.arraycopy(mechanism.getBytes(US_ASCII), 0, greeting, 12, mechanism.length());
    return greeting;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
