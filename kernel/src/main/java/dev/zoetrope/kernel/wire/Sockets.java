package dev.zoetrope.kernel.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * The five sockets of a kernel, bound to the one address that the connection file names. Confined
 * to the socket thread once it runs, but for the heartbeat, which has its own.
 */
final class Sockets implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

  /** How long closing waits for the last messages to leave, in ms. */
  private static final int LINGER = 200;

  /** A frame of this size is still taken on a small heap; a cell of 50 MB must be. */
  private static final long LEAST_LIMIT = 64L << 20;

  private final KernelConnectionProperties properties;
  private final ZMQ.Context context = ZMQ.context(1);
  private final Heartbeat heartbeat = new Heartbeat();
  private final ZMQ.Socket shell;
  private final ZMQ.Socket control;
  private final ZMQ.Socket stdin;
  private final ZMQ.Socket output;

  /**
   * @param onBroken hears of an error that ended one of the library's own threads, after which no
   *     message can be trusted to arrive
   */
  Sockets(KernelConnectionProperties properties, Consumer<Throwable> onBroken) throws IOException {
    this.properties = properties;
    context.setUncaughtExceptionHandler((thread, error) -> onBroken.accept(error));
    // Left alone, the library prints a stack on System.err, most of all while it closes.
    context.setNotificationExceptionHandler(
        (thread, error) -> LOG.debug("A socket went on after", error));
    this.shell = socket(SocketType.ROUTER);
    this.control = socket(SocketType.ROUTER);
    this.stdin = socket(SocketType.ROUTER);
    this.output = socket(SocketType.XPUB);
    for (ZMQ.Socket each : List.of(shell, control, stdin)) {
      // A client that comes again under its own name takes over from itself.
      each.setRouterHandover(true);
    }
    // Every new listener gets its welcome, also on a topic that somebody else knows already.
    output.setXpubVerbose(true);
  }

  private ZMQ.Socket socket(SocketType type) {
    ZMQ.Socket socket = context.socket(type);
    // With the default mark of 1000 a flood of output loses messages, the final idle among them.
    socket.setHWM(0);
    socket.setLinger(LINGER);
    // Eight bytes of garbage can announce a frame that no heap holds.
    socket.setMaxMsgSize(Math.max(LEAST_LIMIT, Runtime.getRuntime().maxMemory() / 8));
    return socket;
  }

  /**
   * @throws IOException if an address cannot be bound; the message says which
   */
  void bind() throws IOException {
    if (!properties.getTransport().equals("tcp")) {
      throw new IOException(
          "This kernel speaks tcp, and its connection file asks for "
              + properties.getTransport()
              + "; leave Jupyter's transport at its default, tcp.");
    }
    bind(shell, properties.getShellPort());
    bind(control, properties.getControlPort());
    bind(stdin, properties.getStdinPort());
    bind(output, properties.getIopubPort());
    bindHeartbeat(properties.getIp(), properties.getHbPort());
  }

  private void bindHeartbeat(String ip, int port) throws IOException {
    try {
      heartbeat.bind(
          ip.equals("*") ? new InetSocketAddress(port) : new InetSocketAddress(ip, port));
    } catch (IOException e) {
      throw new IOException("tcp://" + ip + ":" + port + " cannot be bound: " + e.getMessage(), e);
    }
  }

  private void bind(ZMQ.Socket socket, int port) {
    socket.bind("tcp://" + properties.getIp() + ":" + port);
  }

  Map<String, Integer> ports() {
    return Map.of(
        "hb_port", properties.getHbPort(),
        "shell_port", properties.getShellPort(),
        "control_port", properties.getControlPort(),
        "stdin_port", properties.getStdinPort(),
        "iopub_port", properties.getIopubPort());
  }

  ZMQ.Socket output() {
    return output;
  }

  ZMQ.Socket of(Channel channel) {
    return switch (channel) {
      case SHELL -> shell;
      case CONTROL -> control;
      case STDIN -> stdin;
    };
  }

  List<ZMQ.Socket> all() {
    return List.of(shell, control, stdin, output);
  }

  @Override
  public void close() {
    heartbeat.close();
    all().forEach(ZMQ.Socket::close);
    context.close();
  }
}
