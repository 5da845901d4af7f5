package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;

/**
 * Names the model servers that seem to run on this machine, by knocking at the ports that they
 * usually have. Opens a connection and closes it again; sends nothing and asks nothing, so who it
 * really is shows only {@link BackendRegistry#connect}.
 */
public final class UsualPorts {
  private static final int KNOCK_MILLIS = 100;
  private static final List<Found> USUAL =
      List.of(
          usual(8080, "llama-server"),
          usual(8000, "vLLM"),
          usual(11434, "Ollama"),
          usual(1234, "LM Studio"),
          usual(30000, "SGLang"));

  private UsualPorts() {}

  /**
   * Somebody listens here.
   *
   * @param likelyName who usually has this port
   * @param uri what {@link BackendRegistry#connect} takes
   * @param caveat why connecting will be refused for now, where that is so
   */
  public record Found(int port, String likelyName, String uri, Optional<String> caveat) {
    public Found {
      requireNonNull(likelyName, "likelyName is null");
      requireNonNull(uri, "uri is null");
      requireNonNull(caveat, "caveat is null");
    }
  }

  /** Who listens now; waits at most 100 ms for each of five ports, usually none at all. */
  public static List<Found> listening() {
    return listening(USUAL);
  }

  static List<Found> listening(List<Found> usual) {
    return usual.stream().filter(found -> answers(found.port())).toList();
  }

  static Found usual(int port, String name) {
    return new Found(port, name, "http://127.0.0.1:" + port, Optional.empty());
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), KNOCK_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
