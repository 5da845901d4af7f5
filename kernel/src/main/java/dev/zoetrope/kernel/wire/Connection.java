package dev.zoetrope.kernel.wire;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.zeromq.ZMQ;

/**
 * The base's connection without its loops: the same five sockets, but bound by us and read by one
 * thread that blocks, where the base wakes up twenty times a second on each socket and handles a
 * request on the thread that reads.
 */
final class Connection extends JupyterConnection {
  /** How long closing waits for the last messages to leave, in ms. */
  private static final int LINGER = 200;

  private final KernelConnectionProperties properties;

  Connection(KernelConnectionProperties properties)
      throws NoSuchAlgorithmException, InvalidKeyException {
    super(properties);
    this.properties = properties;
  }

  @Override
  public void connect() {
    for (ZMQ.Socket socket : List.<ZMQ.Socket>of(heartbeat, shell, control, stdin, iopub)) {
      // With the default mark of 1000 a flood of output loses messages, the final idle among them.
      socket.setHWM(0);
      socket.setLinger(LINGER);
    }
    bind(heartbeat, properties.getHbPort());
    bind(shell, properties.getShellPort());
    bind(control, properties.getControlPort());
    bind(stdin, properties.getStdinPort());
    bind(iopub, properties.getIopubPort());
  }

  private void bind(ZMQ.Socket socket, int port) {
    // tcp://127.0.0.1:5555, but ipc:///folder/kernel-1
    String separator = properties.getTransport().equals("ipc") ? "-" : ":";
    socket.bind(properties.getTransport() + "://" + properties.getIp() + separator + port);
  }

  ZMQ.Socket heartbeatSocket() {
    return heartbeat;
  }

  ZMQ.Socket outputSocket() {
    return iopub;
  }

  ZMQ.Socket socket(Channel channel) {
    return switch (channel) {
      case SHELL -> shell;
      case CONTROL -> control;
      case STDIN -> stdin;
    };
  }
}
