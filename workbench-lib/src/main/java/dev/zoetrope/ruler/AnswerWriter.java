package dev.zoetrope.ruler;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Writes one answer's pieces at their times, notes each, and fails where the script wants it. */
final class AnswerWriter {
  private final OutputStream out;
  private final Ticker ticker;
  private final Optional<ServerScript.Fault> fault;
  private final List<ServedRequest.Write> writes = new ArrayList<>();
  private byte[] head = {};
  private long body;

  AnswerWriter(OutputStream out, Ticker ticker, Optional<ServerScript.Fault> fault) {
    this.out = out;
    this.ticker = ticker;
    this.fault = fault;
  }

  /** The script ends this connection here. */
  static final class Faulty extends IOException {
    private static final long serialVersionUID = 1;

    private final ServerScript.Fault.Kind kind;

    Faulty(ServerScript.Fault.Kind kind) {
      super("as the script says: " + kind);
      this.kind = kind;
    }

    ServerScript.Fault.Kind kind() {
      return kind;
    }
  }

  /** Goes out with the first piece, in one write. */
  void head(String text) {
    head = text.getBytes(UTF_8);
  }

  /** A piece of a chunked body. */
  void piece(String text, int tokens, long due) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    long left = fault.flatMap(f -> boxed(f)).orElse(Long.MAX_VALUE) - body;
    if (bytes.length > left) {
      bytes = Arrays.copyOf(bytes, (int) Math.max(0, left));
      write(Framing.chunked(new String(bytes, UTF_8)), 0, due);
      throw new Faulty(fault.orElseThrow().kind());
    }
    body += bytes.length;
    write(Framing.chunked(text), tokens, due);
  }

  private static Optional<Long> boxed(ServerScript.Fault fault) {
    return fault.atByte().isPresent() ? Optional.of(fault.atByte().getAsLong()) : Optional.empty();
  }

  /** The end of the body, as HTTP marks it. */
  void last(long due) throws IOException {
    write("0\r\n\r\n".getBytes(UTF_8), 0, due);
  }

  private void write(byte[] bytes, int tokens, long due) throws IOException {
    byte[] all = bytes;
    if (head.length > 0) {
      all = Arrays.copyOf(head, head.length + bytes.length);
      System.arraycopy(bytes, 0, all, head.length, bytes.length);
      head = new byte[0];
    }
    long begun = ticker.nanos();
    out.write(all);
    writes.add(new ServedRequest.Write(due, begun, ticker.nanos(), tokens));
  }

  List<ServedRequest.Write> writes() {
    return writes;
  }
}
