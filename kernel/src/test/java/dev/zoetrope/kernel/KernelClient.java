package dev.zoetrope.kernel;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * A front end of a few lines: speaks the wire protocol with its own signing, apart from the
 * kernel's code. One thread.
 */
final class KernelClient implements AutoCloseable {
  /**
   * A message as it came: {@code parent} is the id of the request that it answers, empty if none.
   */
  record Message(String type, String parent, JsonObject content, JsonObject header) {
    String text(String key) {
      return content.get(key).getAsString();
    }
  }

  /** All that one request led to. */
  record Exchange(Message reply, List<Message> outputs) {
    List<Message> outputs(String type) {
      return outputs.stream().filter(m -> m.type().equals(type)).toList();
    }

    Message output(String type) {
      List<Message> found = outputs(type);
      if (found.size() != 1) {
        throw new AssertionError("expected one " + type + " but got " + outputs);
      }
      return found.get(0);
    }

    String printed(String stream) {
      StringBuilder text = new StringBuilder();
      for (Message message : outputs("stream")) {
        text.append(message.text("name").equals(stream) ? message.text("text") : "");
      }
      return text.toString();
    }

    String status() {
      return reply.text("status");
    }
  }

  private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
  private static final int TIMEOUT_MILLIS = 120_000;

  private final ZContext context = new ZContext();
  private final Gson gson = new Gson();
  private final String key;
  private final JsonObject connection;
  private final String session;
  final ZMQ.Socket shell;
  final ZMQ.Socket control;
  final ZMQ.Socket stdin;
  final ZMQ.Socket outputs;

  KernelClient(JsonObject connection) {
    this(connection, UUID.randomUUID().toString());
  }

  private KernelClient(JsonObject connection, String session) {
    this.connection = connection;
    this.session = session;
    key = connection.get("key").getAsString();
    shell = connect(SocketType.DEALER, connection, "shell_port");
    control = connect(SocketType.DEALER, connection, "control_port");
    stdin = connect(SocketType.DEALER, connection, "stdin_port");
    outputs = connect(SocketType.SUB, connection, "iopub_port");
    outputs.setRcvHWM(0);
    outputs.subscribe(ZMQ.SUBSCRIPTION_ALL);
  }

  /** One more client with the same identity, as a manager makes several of. */
  KernelClient again() {
    return new KernelClient(connection, session);
  }

  private ZMQ.Socket connect(SocketType type, JsonObject connection, String port) {
    ZMQ.Socket socket = context.createSocket(type);
    socket.setReceiveTimeOut(TIMEOUT_MILLIS);
    socket.setLinger(0);
    // The kernel asks on stdin whom it heard on shell.
    socket.setIdentity(session.getBytes(StandardCharsets.UTF_8));
    socket.connect("tcp://127.0.0.1:" + connection.get(port).getAsInt());
    return socket;
  }

  /** Runs a cell to its end. */
  Exchange run(String code) {
    return await(shell, send(shell, "execute_request", Map.of("code", code)));
  }

  /** Asks on the shell channel. */
  Exchange ask(String type, Map<String, Object> content) {
    return await(shell, send(shell, type, content));
  }

  /** Asks on the control channel. */
  Exchange command(String type) {
    return await(control, send(control, type, Map.of()));
  }

  Exchange await(ZMQ.Socket socket, String id) {
    Message reply = awaitReply(socket, id);
    return new Exchange(reply, awaitIdle(id));
  }

  Message awaitReply(ZMQ.Socket socket, String id) {
    Message reply = receive(socket);
    while (!reply.parent().equals(id)) {
      reply = receive(socket);
    }
    return reply;
  }

  /** The outputs of a request up to its idle; those of other requests are dropped. */
  List<Message> awaitIdle(String id) {
    List<Message> seen = new ArrayList<>();
    while (true) {
      Message message = receive(outputs);
      if (message.parent().equals(id)) {
        seen.add(message);
        if (message.type().equals("status") && message.text("execution_state").equals("idle")) {
          return seen;
        }
      }
    }
  }

  /** The next output of this type, whoever it belongs to. */
  Message awaitOutput(String type) {
    Message message = receive(outputs);
    while (!message.type().equals(type)) {
      message = receive(outputs);
    }
    return message;
  }

  /** Sends and returns the message's id. */
  String send(ZMQ.Socket socket, String type, Map<String, Object> content) {
    String id = UUID.randomUUID().toString();
    Map<String, Object> header =
        Map.of(
            "msg_id",
            id,
            "session",
            session,
            "username",
            "test",
            "msg_type",
            type,
            "version",
            "5.5",
            "date",
            "2026-01-01T00:00:00Z");
    List<byte[]> parts = List.of(json(header), json(Map.of()), json(Map.of()), json(content));
    sendRaw(socket, sign(parts), parts);
    return id;
  }

  void sendRaw(ZMQ.Socket socket, String signature, List<byte[]> parts) {
    socket.sendMore(DELIMITER);
    socket.sendMore(signature);
    parts.subList(0, parts.size() - 1).forEach(socket::sendMore);
    socket.send(parts.get(parts.size() - 1));
  }

  Message receive(ZMQ.Socket socket) {
    List<byte[]> frames = new ArrayList<>();
    do {
      byte[] frame = socket.recv();
      if (frame == null) {
        throw new AssertionError("nothing came in " + TIMEOUT_MILLIS + " ms");
      }
      frames.add(frame);
    } while (socket.hasReceiveMore());
    int start = 0;
    while (!Arrays.equals(frames.get(start), DELIMITER)) {
      start++;
    }
    List<byte[]> parts = frames.subList(start + 2, start + 6);
    if (!sign(parts).equals(new String(frames.get(start + 1), StandardCharsets.US_ASCII))) {
      throw new AssertionError("the kernel signed wrongly");
    }
    Message message = message(parts);
    Schema.check(message);
    return message;
  }

  /** Waits until the subscription is known to have arrived, and drops what came meanwhile. */
  void listen() {
    outputs.setReceiveTimeOut(200);
    boolean heard = false;
    while (!heard) {
      String id = send(shell, "kernel_info_request", Map.of());
      awaitReply(shell, id);
      heard = outputs.recv() != null;
    }
    while (outputs.recv() != null) {
      continue;
    }
    outputs.setReceiveTimeOut(TIMEOUT_MILLIS);
  }

  private static Message message(List<byte[]> parts) {
    JsonObject header = object(parts.get(0));
    JsonObject parent = object(parts.get(1));
    String parentId = parent.has("msg_id") ? parent.get("msg_id").getAsString() : "";
    return new Message(
        header.get("msg_type").getAsString(), parentId, object(parts.get(3)), header);
  }

  private static JsonObject object(byte[] json) {
    return JsonParser.parseString(new String(json, StandardCharsets.UTF_8)).getAsJsonObject();
  }

  byte[] json(Object value) {
    return gson.toJson(value).getBytes(StandardCharsets.UTF_8);
  }

  String sign(List<byte[]> parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
      parts.forEach(mac::update);
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
