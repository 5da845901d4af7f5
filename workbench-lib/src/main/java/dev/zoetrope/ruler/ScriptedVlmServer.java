package dev.zoetrope.ruler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model server without a model: it answers as its {@link ServerScript} says, in the protocol of
 * the path that it is asked at, and notes the true instant of every write. What a client reports
 * can be held against that.
 *
 * <pre>{@code
 * try (ScriptedVlmServer server = ScriptedVlmServer.start(ServerScript.steady(100, 20, 64))) {
 *   myClient.ask(server.uri());
 *   server.served().get(0).ttftMillis();   // what it should have measured
 * }
 * }</pre>
 *
 * <p>It listens on the loopback address only. {@code GET /truth} returns what was served as lines
 * of JSON, {@code DELETE /truth} forgets it. Thread-safe; a daemon thread for each connection.
 */
public final class ScriptedVlmServer implements AutoCloseable {
  /** As many as a large burst brings at once. */
  private static final int BACKLOG = 4096;

  private static final Logger LOG = LoggerFactory.getLogger(ScriptedVlmServer.class);

  private final ServerScript script;
  private final Ticker ticker;
  private final ServerSocket listener;
  private final ScriptedCrowd crowd;
  private final AtomicLong numbers = new AtomicLong();
  private final Queue<ServedRequest> served = new ConcurrentLinkedQueue<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private ScriptedVlmServer(ServerScript script, ServerSocket listener, Ticker ticker) {
    this.script = script;
    this.listener = listener;
    this.ticker = ticker;
    this.crowd = new ScriptedCrowd(script.crowd(), ticker);
  }

  /** Listens on a free loopback port. */
  public static ScriptedVlmServer start(ServerScript script) {
    return start(script, 0);
  }

  /**
   * Listens on this loopback port; 0 takes a free one.
   *
   * @throws UncheckedIOException if it is taken
   */
  public static ScriptedVlmServer start(ServerScript script, int port) {
    requireNonNull(script, "script is null");
    try {
      ServerSocket listener = new ServerSocket();
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
      ScriptedVlmServer server = new ScriptedVlmServer(script, listener, Ticker.system());
      server.thread("scripted-accept", server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Port " + port + " cannot be listened on; give another, or 0 for a free one.", e);
    }
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** As a backend URI, in the protocol that the script names. */
  public String uri() {
    String root = "http://127.0.0.1:" + port();
    String model = "#" + script.answer().model();
    return switch (script.answer().speaks()) {
      case ANTHROPIC -> root + "/v1/messages" + model;
      case GEMINI -> root + "/v1beta" + model;
      default -> root + model;
    };
  }

  /** What was answered so far, in the order in which answers ended. */
  public List<ServedRequest> served() {
    return List.copyOf(served);
  }

  /** Forgets what was served. */
  public void forget() {
    served.clear();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the scripted server could not be stopped", e);
    }
  }

  private void thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        open.add(socket);
        thread("scripted-" + socket.getPort(), () -> serve(socket));
      } catch (IOException e) {
        LOG.debug("stopped listening", e);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      for (Asked asked = Asked.next(in, ticker);
          asked != null && answered(asked, in, out);
          asked = Asked.next(in, ticker)) {
        LOG.trace("answered {}", asked.path());
      }
    } catch (IOException e) {
      LOG.debug("a client has gone", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  private boolean answered(Asked asked, InputStream in, OutputStream out)
      throws IOException, InterruptedException {
    Framing framing = framing(asked);
    if (framing == null) {
      out.write(new ScriptedPages(script, this).page(asked).getBytes(UTF_8));
      return true;
    }
    ScriptedAnswer answer =
        new ScriptedAnswer(script, crowd, framing, asked, numbers.getAndIncrement());
    AnswerWriter writer = new AnswerWriter(out, ticker, script.fault());
    try {
      answer.to(writer);
      return true;
    } catch (AnswerWriter.Faulty fault) {
      stall(fault, in);
      return false;
    } finally {
      served.add(new ServedRequest(answer.id(), asked.read(), writer.writes()));
    }
  }

  /** Says nothing until the client hangs up. */
  private static void stall(AnswerWriter.Faulty fault, InputStream in) throws IOException {
    int got = fault.kind() == ServerScript.Fault.Kind.STALL ? in.read() : -1;
    LOG.debug("{}; the client then sent {}", fault.getMessage(), got);
  }

  private static @Nullable Framing framing(Asked asked) {
    String place = asked.isPost() ? asked.place() : "";
    if (place.endsWith("/chat/completions")) {
      return Framing.OPENAI;
    }
    if (place.endsWith("/api/chat")) {
      return Framing.OLLAMA;
    }
    if (place.endsWith("/v1/messages")) {
      return Framing.ANTHROPIC;
    }
    return place.contains("generatecontent") ? Framing.GEMINI : null;
  }
}
