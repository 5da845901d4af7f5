package dev.zoetrope.kernel.wire;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A REP socket that gives back what it gets, to one client, in the protocol of ZeroMQ's sockets
 * (ZMTP 3.0, rfc.zeromq.org/spec/23, without security): a greeting of 64 bytes each, a command that
 * says what socket this is, then frames. An echo need not take a message apart: each frame goes
 * back as it came.
 */
final class HeartbeatEcho {
  private static final int GREETING = 64;
  private static final byte[] SIGNATURE = {(byte) 0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F};
  private static final int VERSION_AT = SIGNATURE.length;
  private static final int MECHANISM_AT = VERSION_AT + 2;
  private static final byte[] MECHANISM = Arrays.copyOf(ascii("NULL"), 20);

  private static final int MORE = 1;
  private static final int LONG = 2;
  private static final int COMMAND = 4;

  /** A beat has a few bytes; what is longer is none. */
  private static final int MOST_BYTES = 64 << 10;

  private final DataInputStream in;
  private final DataOutputStream out;

  HeartbeatEcho(InputStream in, OutputStream out) {
    this.in = new DataInputStream(new BufferedInputStream(in));
    this.out = new DataOutputStream(new BufferedOutputStream(out));
  }

  /**
   * Returns never.
   *
   * @throws IOException when the client has gone or is none
   */
  void run() throws IOException {
    greet();
    while (true) {
      frame();
    }
  }

  private void greet() throws IOException {
    out.write(greeting());
    command(ready());
    requireClient(in.readNBytes(GREETING));
  }

  private static byte[] greeting() {
    byte[] greeting = Arrays.copyOf(SIGNATURE, GREETING);
    greeting[VERSION_AT] = 3;
    System.arraycopy(MECHANISM, 0, greeting, MECHANISM_AT, MECHANISM.length);
    return greeting;
  }

  /** Names are preceded by their length in one byte, values by theirs in four. */
  private static byte[] ready() {
    return ascii("\5READY\13Socket-Type\0\0\0\3REP");
  }

  private static void requireClient(byte[] greeting) throws ProtocolException {
    if (greeting.length < GREETING
        || greeting[0] != SIGNATURE[0]
        || greeting[VERSION_AT] < 3
        || !Arrays.equals(
            MECHANISM,
            Arrays.copyOfRange(greeting, MECHANISM_AT, MECHANISM_AT + MECHANISM.length))) {
      throw new ProtocolException("No greeting of a ZeroMQ socket without security");
    }
  }

  private void frame() throws IOException {
    int flags = in.readUnsignedByte();
    byte[] body = body((flags & LONG) == 0 ? in.readUnsignedByte() : in.readLong());
    if ((flags & COMMAND) != 0) {
      obey(body);
    } else {
      write(flags, body);
      if ((flags & MORE) == 0) {
        out.flush();
      }
    }
  }

  private byte[] body(long length) throws IOException {
    if (length < 0 || length > MOST_BYTES) {
      throw new ProtocolException("A beat of " + length + " bytes");
    }
    byte[] body = new byte[(int) length];
    in.readFully(body);
    return body;
  }

  /** A ping carries how long it may take, in two bytes, and what the answer must carry. */
  private void obey(byte[] command) throws IOException {
    byte[] ping = ascii("\4PING");
    if (command.length >= ping.length + 2
        && Arrays.equals(ping, Arrays.copyOf(command, ping.length))) {
      byte[] pong = Arrays.copyOfRange(command, 2, command.length);
      System.arraycopy(ascii("\4PONG"), 0, pong, 0, ping.length);
      command(pong);
    }
  }

  private void command(byte[] body) throws IOException {
    write(COMMAND, body);
    out.flush();
  }

  private void write(int flags, byte[] body) throws IOException {
    out.writeByte(flags);
    if ((flags & LONG) == 0) {
      out.writeByte(body.length);
    } else {
      out.writeLong(body.length);
    }
    out.write(body);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
