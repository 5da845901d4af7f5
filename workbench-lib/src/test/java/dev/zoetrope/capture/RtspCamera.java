package dev.zoetrope.capture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A transport stream over RTSP, interleaved or in datagrams, as the viewer asks. */
final class RtspCamera extends LoopbackCamera {
  private static final String SDP =
      "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=door\r\nt=0 0\r\nm=video 0 RTP/AVP 33\r\n"
          + "a=rtpmap:33 MP2T/90000\r\na=control:track1\r\n";
  private static final Pattern PORT = Pattern.compile("client_port=(\\d+)");

  private final byte[] film;
  private final int seconds;
  private final boolean tcp;

  RtspCamera(Path film, int seconds, boolean tcp) throws IOException {
    this(listening(0), film, seconds, tcp);
  }

  RtspCamera(ServerSocket server, Path film, int seconds, boolean tcp) throws IOException {
    super(server);
    this.film = Files.readAllBytes(film);
    this.seconds = seconds;
    this.tcp = tcp;
  }

  @Override
  String uri() {
    return "rtsp://127.0.0.1:" + port() + "/door" + (tcp ? "" : "#transport=udp");
  }

  @Override
  void serve(Socket viewer) throws IOException {
    InputStream in = viewer.getInputStream();
    OutputStream out = viewer.getOutputStream();
    int client = 0;
    while (true) {
      String request = request(in);
      Matcher port = PORT.matcher(request);
      client = port.find() ? Integer.parseInt(port.group(1)) : client;
      answer(request, out);
      if (request.startsWith("PLAY")) {
        int to = client;
        daemon(() -> ignoreRest(in, viewer));
        play(to, viewer, out);
        return;
      }
    }
  }

  private void answer(String request, OutputStream out) throws IOException {
    String cseq = request.replaceAll("(?s).*CSeq: *(\\d+).*", "$1");
    String head = "RTSP/1.0 200 OK\r\nCSeq: " + cseq + "\r\nSession: 42\r\n";
    String rest = "\r\n";
    if (request.startsWith("OPTIONS")) {
      rest = "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n\r\n";
    } else if (request.startsWith("DESCRIBE")) {
      rest = "Content-Type: application/sdp\r\nContent-Length: " + SDP.length() + "\r\n\r\n" + SDP;
    } else if (request.startsWith("SETUP")) {
      String asked = request.replaceAll("(?s).*Transport: *([^\r]*).*", "$1");
      rest = "Transport: " + asked + (tcp ? "" : ";server_port=6970-6971") + "\r\n\r\n";
    }
    out.write((head + rest).getBytes(StandardCharsets.US_ASCII));
  }

  private static void ignoreRest(InputStream in, Socket viewer) {
    try (viewer) {
      while (in.read() >= 0) {
        // Receiver reports, and the farewell.
      }
    } catch (IOException e) {
      // It has left: sending fails, too.
      return;
    }
  }

  private void play(int client, Socket viewer, OutputStream out) throws IOException {
    int[] number = {0};
    if (tcp) {
      play(film, seconds, (all, from, to) -> out.write(interleaved(all, from, to, number)));
      return;
    }
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      play(
          film,
          seconds,
          (all, from, to) -> {
            if (viewer.isClosed()) {
              throw new IOException("the viewer has left");
            }
            byte[] packet = packet(all, from, to, number).array();
            socket.send(
                new DatagramPacket(
                    packet, packet.length, InetAddress.getLoopbackAddress(), client));
          });
    }
  }

  private static byte[] interleaved(byte[] all, int from, int to, int[] number) {
    byte[] packet = packet(all, from, to, number).array();
    return ByteBuffer.allocate(4 + packet.length)
        .put((byte) '$')
        .put((byte) 0)
        .putShort((short) packet.length)
        .put(packet)
        .array();
  }

  private static ByteBuffer packet(byte[] all, int from, int to, int[] number) {
    return ByteBuffer.allocate(12 + to - from)
        .put((byte) 0x80)
        .put((byte) 33)
        .putShort((short) number[0]++)
        .putInt((int) (System.nanoTime() / 11_111))
        .putInt(7)
        .put(all, from, to - from);
  }
}
