package dev.zoetrope.kernel.wire;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * A client in the kernel's own process that asks what a notebook asks first, so that the classes
 * for it get loaded. Confined to one thread.
 */
public final class Rehearsal implements AutoCloseable {
  /** Long enough for the first cell on a slow and busy machine. */
  private static final int TIMEOUT_MILLIS = 60_000;

  private final Envelopes envelopes;
  private final ZMQ.Context context = ZMQ.context(1);
  private final ZMQ.Socket shell;
  private final ZMQ.Socket outputs;

  private Rehearsal(KernelConnectionProperties properties)
      throws InvalidKeyException, NoSuchAlgorithmException {
    envelopes = new Envelopes(properties.createHMACGenerator());
    shell = connect(SocketType.DEALER, properties, properties.getShellPort());
    outputs = connect(SocketType.SUB, properties, properties.getIopubPort());
    outputs.subscribe(ZMQ.SUBSCRIPTION_ALL);
  }

  private ZMQ.Socket connect(SocketType type, KernelConnectionProperties properties, int port) {
    ZMQ.Socket socket = context.socket(type);
    socket.setLinger(0);
    socket.setReceiveTimeOut(TIMEOUT_MILLIS);
    socket.connect(properties.getTransport() + "://" + properties.getIp() + ":" + port);
    return socket;
  }

  /** Writes a connection file with free ports of this machine. */
  public static Path connectionFile(Path folder) throws IOException {
    String form =
        """
        {"transport":"tcp","ip":"127.0.0.1","shell_port":%d,"iopub_port":%d,"stdin_port":%d,
        "control_port":%d,"hb_port":%d,"signature_scheme":"hmac-sha256","key":"%s"}
        """;
    List<Object> values = new ArrayList<>(freePorts(5));
    values.add(UUID.randomUUID());
    String text = String.format(Locale.ROOT, form, values.toArray());
    return Files.writeString(folder.resolve("connection.json"), text);
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        sockets.add(socket);
        ports.add(socket.getLocalPort());
      }
      return ports;
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  /** A client of the kernel that listens on this connection file. */
  public static Rehearsal of(Path connectionFile) throws IOException {
    requireNonNull(connectionFile, "connectionFile is null");
    try {
      return new Rehearsal(KernelConnectionProperties.parse(Files.readString(connectionFile)));
    } catch (InvalidKeyException | NoSuchAlgorithmException e) {
      throw new IOException("The connection file " + connectionFile + " cannot be used: " + e, e);
    }
  }

  /**
   * Asks and waits for the reply.
   *
   * @throws IOException if none comes
   */
  public Map<String, Object> ask(String type, Map<String, Object> content) throws IOException {
    for (byte[] frame :
        envelopes.seal(List.of(), Origin.NONE, type, content, Map.of(), List.of())) {
      shell.sendMore(frame);
    }
    shell.send(new byte[0]);
    try {
      Map<String, Object> reply =
          envelopes.open(Channel.SHELL, SocketLoop.frames(shell, 0)).content();
      takeOutputs();
      return reply;
    } catch (BadMessage e) {
      throw new IOException("No reply to " + type + ": " + e.getMessage(), e);
    }
  }

  private void takeOutputs() {
    List<byte[]> output = SocketLoop.frames(outputs, ZMQ.DONTWAIT);
    while (!output.isEmpty()) {
      output = SocketLoop.frames(outputs, ZMQ.DONTWAIT);
    }
  }

  @Override
  public void close() {
    shell.close();
    outputs.close();
    context.close();
  }
}
