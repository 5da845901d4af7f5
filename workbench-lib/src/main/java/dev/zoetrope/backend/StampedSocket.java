package dev.zoetrope.backend;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A socket that stamps each of its reads and writes as it returns, before TLS, HTTP or anybody's
 * parser sees the bytes. Its blocking reads end when their thread is interrupted, which plain
 * sockets' do not.
 */
final class StampedSocket extends Socket {
  /** Idle connections are many; this is what each of them keeps. */
  private static final int KEPT = 8 << 10;

  /** Holds a question with a picture of some 200 kB. */
  private static final int MOST_HELD = 256 << 10;

  /** As the JDK's own sockets do: each thread keeps native memory for its largest write. */
  private static final int AT_ONCE = 128 << 10;

  private final Socket socket;
  private final Supplier<@Nullable HttpStamps> stamps;

  /**
   * @param stamps those of the exchange that the calling thread runs, {@code null} if it runs none
   */
  StampedSocket(SocketChannel channel, Supplier<@Nullable HttpStamps> stamps) {
    this.socket = channel.socket();
    this.stamps = stamps;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new Input(socket.getInputStream());
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new Output(socket.getOutputStream());
  }

  private final class Input extends FilterInputStream {
    Input(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      HttpStamps of = stamps.get();
      if (of == null) {
        return in.read(bytes, from, length);
      }
      of.listens();
      int got = of.isWatched() ? unhurried(bytes, from, length) : in.read(bytes, from, length);
      of.read(got);
      return got;
    }

    /** A socket's own timeout makes five system calls of each read; who watches it closes it. */
    private int unhurried(byte[] bytes, int from, int length) throws IOException {
      int timeout = socket.getSoTimeout();
      socket.setSoTimeout(0);
      try {
        return in.read(bytes, from, length);
      } finally {
        socket.setSoTimeout(timeout);
      }
    }
  }

  /**
   * Holds what is written until it is flushed: head and body go in one write, and whoever reads
   * them is woken once.
   */
  private final class Output extends OutputStream {
    private final OutputStream out;
    private byte[] held = new byte[KEPT];
    private int length;

    Output(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int more) throws IOException {
      if (length + more > MOST_HELD) {
        pass();
      }
      if (more > MOST_HELD) {
        hand(bytes, from, more);
      } else {
        hold(bytes, from, more);
      }
    }

    private void hold(byte[] bytes, int from, int more) {
      if (length + more > held.length) {
        held = Arrays.copyOf(held, Math.max(length + more, Math.min(2 * held.length, MOST_HELD)));
      }
      System.arraycopy(bytes, from, held, length, more);
      length += more;
    }

    @Override
    public void flush() throws IOException {
      pass();
      out.flush();
    }

    private void pass() throws IOException {
      int all = length;
      length = 0;
      if (all > 0) {
        hand(held, 0, all);
      }
      if (held.length > KEPT) {
        held = new byte[KEPT];
      }
    }

    private void hand(byte[] bytes, int from, int all) throws IOException {
      HttpStamps of = stamps.get();
      if (of != null) {
        of.sends();
      }
      for (int done = 0; done < all; done += AT_ONCE) {
        out.write(bytes, from + done, Math.min(AT_ONCE, all - done));
      }
      if (of != null) {
        of.wrote();
      }
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  @Override
  public void connect(SocketAddress to) throws IOException {
    socket.connect(to);
  }

  @Override
  public void connect(SocketAddress to, int timeout) throws IOException {
    socket.connect(to, timeout);
  }

  @Override
  public void bind(SocketAddress at) throws IOException {
    socket.bind(at);
  }

  @Override
  public InetAddress getInetAddress() {
    return socket.getInetAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return socket.getLocalAddress();
  }

  @Override
  public int getPort() {
    return socket.getPort();
  }

  @Override
  public int getLocalPort() {
    return socket.getLocalPort();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return socket.getRemoteSocketAddress();
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return socket.getLocalSocketAddress();
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    socket.setTcpNoDelay(on);
  }

  @Override
  public boolean getTcpNoDelay() throws SocketException {
    return socket.getTcpNoDelay();
  }

  @Override
  public void setSoLinger(boolean on, int seconds) throws SocketException {
    socket.setSoLinger(on, seconds);
  }

  @Override
  public int getSoLinger() throws SocketException {
    return socket.getSoLinger();
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    socket.setSoTimeout(millis);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return socket.getSoTimeout();
  }

  @Override
  public void setKeepAlive(boolean on) throws SocketException {
    socket.setKeepAlive(on);
  }

  @Override
  public boolean getKeepAlive() throws SocketException {
    return socket.getKeepAlive();
  }

  @Override
  public void setReceiveBufferSize(int bytes) throws SocketException {
    socket.setReceiveBufferSize(bytes);
  }

  @Override
  public int getReceiveBufferSize() throws SocketException {
    return socket.getReceiveBufferSize();
  }

  @Override
  public void setSendBufferSize(int bytes) throws SocketException {
    socket.setSendBufferSize(bytes);
  }

  @Override
  public int getSendBufferSize() throws SocketException {
    return socket.getSendBufferSize();
  }

  @Override
  public void shutdownInput() throws IOException {
    socket.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public boolean isConnected() {
    return socket.isConnected();
  }

  @Override
  public boolean isBound() {
    return socket.isBound();
  }

  @Override
  public boolean isClosed() {
    return socket.isClosed();
  }

  @Override
  public boolean isInputShutdown() {
    return socket.isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return socket.isOutputShutdown();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  @Override
  public String toString() {
    return socket.toString();
  }
}
