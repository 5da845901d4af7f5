package dev.zoetrope.models;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server with the hub's addresses: a commit, its listing, its files by range. */
public final class FakeHub implements AutoCloseable {
  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final String REPOSITORY = "HuggingFaceTB/SmolVLM-256M-Instruct";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, byte[]> files = new TreeMap<>();
  final Map<String, byte[]> served = new ConcurrentHashMap<>();
  final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  /** A file breaks off after so many bytes, so often. */
  final Map<String, Integer> breaks = new ConcurrentHashMap<>();

  volatile int breakAfter = 1000;
  volatile boolean ranges = true;

  /** What runs when a file is asked for. */
  volatile Runnable onFile = () -> {};

  public FakeHub(Map<String, byte[]> files) throws IOException {
    this.files.putAll(files);
    served.putAll(files);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String range = exchange.getRequestHeaders().getFirst("Range");
    asked.add(path + (range == null ? "" : " " + range));
    String files = "/" + REPOSITORY + "/resolve/" + COMMIT + "/";
    try (exchange) {
      if (path.equals("/api/models/" + REPOSITORY + "/revision/main")
          || path.equals("/api/models/" + REPOSITORY + "/revision/" + COMMIT)) {
        send(exchange, about());
      } else if (path.equals("/api/models/" + REPOSITORY + "/tree/" + COMMIT)) {
        send(exchange, tree());
      } else if (path.startsWith(files) && served.containsKey(path.substring(files.length()))) {
        onFile.run();
        file(exchange, path.substring(files.length()), range);
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private static void send(HttpExchange exchange, byte[] body) throws IOException {
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  private void file(HttpExchange exchange, String name, String range) throws IOException {
    byte[] whole = served.get(name);
    boolean part = ranges && range != null;
    int from = part ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
    byte[] body = Arrays.copyOfRange(whole, Math.min(from, whole.length), whole.length);
    if (part && body.length == 0) {
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    boolean broken = breaks.merge(name, -1, Integer::sum) >= 0;
    exchange.sendResponseHeaders(part ? 206 : 200, body.length);
    OutputStream out = exchange.getResponseBody();
    out.write(body, 0, broken ? Math.min(breakAfter, body.length) : body.length);
    out.flush();
  }

  private static byte[] about() throws IOException {
    ObjectNode about = MAPPER.createObjectNode().put("sha", COMMIT);
    about.putObject("cardData").put("license", "apache-2.0");
    return MAPPER.writeValueAsBytes(about);
  }

  /** Large files are listed by SHA-256, small ones by git's own hash. */
  private byte[] tree() throws IOException {
    ArrayNode tree = MAPPER.createArrayNode();
    tree.addObject().put("type", "directory").put("path", "onnx");
    files.forEach(
        (path, bytes) -> {
          ObjectNode entry = tree.addObject();
          entry.put("type", "file").put("path", path).put("size", bytes.length);
          entry.put("oid", git(bytes));
          if (path.endsWith(".onnx")) {
            entry.putObject("lfs").put("oid", hash("SHA-256", bytes)).put("size", bytes.length);
          }
        });
    return MAPPER.writeValueAsBytes(tree);
  }

  private static String git(byte[] bytes) {
    return hash("SHA-1", ("blob " + bytes.length + "\0").getBytes(UTF_8), bytes);
  }

  static String hash(String algorithm, byte[]... pieces) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      Arrays.stream(pieces).forEach(digest::update);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
