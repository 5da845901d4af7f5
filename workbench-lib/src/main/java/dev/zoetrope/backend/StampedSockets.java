package dev.zoetrope.backend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import javax.net.SocketFactory;

/** Makes the sockets of one pool and knows whose exchange runs on which thread. */
final class StampedSockets extends SocketFactory {
  private final ThreadLocal<HttpStamps> running = new ThreadLocal<>();

  /** Whatever the calling thread reads and writes until {@link #left()} is stamped there. */
  void entered(HttpStamps stamps) {
    running.set(stamps);
  }

  void left() {
    running.remove();
  }

  @Override
  public Socket createSocket() throws IOException {
    Socket socket = new StampedSocket(SocketChannel.open(), running::get);
    socket.setTcpNoDelay(true);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  private Socket connected(InetSocketAddress address) throws IOException {
    Socket socket = createSocket();
    socket.connect(address);
    return socket;
  }
}
