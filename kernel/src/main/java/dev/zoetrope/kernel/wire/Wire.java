package dev.zoetrope.kernel.wire;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;

/**
 * The kernel's end of the Jupyter wire protocol: five sockets and the thread that reads them.
 *
 * <p>Thread-safe. The listener runs on the socket thread and must hand work over at once.
 */
public final class Wire implements Publisher, AutoCloseable {
  /** The version of the messaging protocol. */
  public static final String PROTOCOL = "5.5";

  private final Sockets sockets;
  private final Envelopes envelopes;
  private final SocketLoop loop;
  private final Thread thread;

  private Wire(KernelConnectionProperties properties, Consumer<Throwable> onBroken)
      throws IOException, InvalidKeyException, NoSuchAlgorithmException {
    this.envelopes = new Envelopes(properties.createHMACGenerator());
    this.sockets = new Sockets(properties, onBroken);
    this.loop = new SocketLoop(sockets, envelopes, onBroken);
    this.thread = new Thread(loop, "zoetrope-sockets");
  }

  /**
   * Binds the sockets that a connection file names; nothing is sent or read before {@link #listen}.
   *
   * @param onBroken hears of an error after which no message can be trusted to arrive; the process
   *     should end, so that Jupyter starts another
   * @throws IOException if the file cannot be read or its addresses cannot be bound; the message
   *     says which
   */
  public static Wire open(Path connectionFile, Consumer<Throwable> onBroken) throws IOException {
    requireNonNull(connectionFile, "connectionFile is null");
    requireNonNull(onBroken, "onBroken is null");
    try {
      var properties = KernelConnectionProperties.parse(Files.readString(connectionFile));
      Wire wire = new Wire(properties, onBroken);
      wire.bind();
      return wire;
    } catch (NoSuchFileException e) {
      throw new IOException(
          "There is no connection file " + connectionFile + "; Jupyter makes one for each start.",
          e);
    } catch (RuntimeException | InvalidKeyException | NoSuchAlgorithmException e) {
      throw new IOException("The connection file " + connectionFile + " cannot be used: " + e, e);
    }
  }

  private void bind() throws IOException {
    try {
      sockets.bind();
    } catch (RuntimeException | IOException e) {
      sockets.close();
      throw e;
    }
  }

  /** The ports of the sockets, by the names that the protocol gives them. */
  public Map<String, Integer> ports() {
    return sockets.ports();
  }

  /** Starts to hand over requests, on the socket thread; call it once. */
  public void listen(Consumer<Request> listener) {
    loop.listen(requireNonNull(listener, "listener is null"));
    thread.start();
  }

  /**
   * A publisher whose messages are sealed and go nowhere, so that the JVM compiles what real ones
   * need.
   */
  public Publisher rehearsal() {
    return (parent, type, content, metadata, buffers) -> {
      List<byte[]> unused =
          envelopes.seal(List.of(), parent, type, content, metadata, List.copyOf(buffers));
    };
  }

  @Override
  public void publish(
      Origin parent,
      String type,
      Map<String, Object> content,
      Map<String, Object> metadata,
      List<byte[]> buffers) {
    List<byte[]> topic = List.of(type.getBytes(StandardCharsets.UTF_8));
    loop.send(sockets.output(), envelopes.seal(topic, parent, type, content, metadata, buffers));
  }

  /**
   * Answers a request on the channel where it was asked. The reply leaves with the next message,
   * which is the status that follows each reply: one wake-up of the socket thread for both.
   */
  public void reply(Request request, String type, Map<String, Object> content) {
    Origin to = request.origin();
    loop.sendWithNext(
        sockets.of(request.channel()),
        envelopes.seal(to.identities(), to, type, content, Map.of(), List.of()));
  }

  /**
   * Sends a message to the one client that made a request, for example a question on {@link
   * Channel#STDIN}.
   */
  public void send(Channel channel, Origin to, String type, Map<String, Object> content) {
    loop.send(
        sockets.of(channel),
        envelopes.seal(to.identities(), to, type, content, Map.of(), List.of()));
  }

  /** Sends what is still waiting and closes the sockets; waits at most half a second. */
  @Override
  public void close() {
    loop.stop();
    try {
      thread.join(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
