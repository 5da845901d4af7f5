package dev.zoetrope.backend;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A socket that stamps each of its reads and writes as it returns, before TLS, HTTP or anybody's
 * parser sees the bytes. Its blocking reads end when their thread is interrupted, which plain
 * sockets' do not.
 */
final class StampedSocket extends Socket {
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

  private final class Output extends FilterOutputStream {
    Output(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      HttpStamps of = stamps.get();
      if (of != null) {
        of.wrote();
      }
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
