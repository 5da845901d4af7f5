package dev.zoetrope.backend;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.ByteString;

/**
 * A request's JSON, written to bytes before the clock starts. Pictures are base64 once and stay
 * pieces of their own, so their bytes are copied twice in all: into base64 and to the socket.
 */
final class WireBody extends RequestBody {
  private static final MediaType JSON = MediaType.get("application/json");

  private final List<byte[]> pieces = new ArrayList<>();
  private final ByteArrayOutputStream text = new ByteArrayOutputStream(1024);
  private final ObjectNode tree;
  private long length;

  private WireBody(ObjectNode tree) {
    this.tree = tree;
  }

  /** A string of the prefix and the bytes in base64. */
  private record Base64Text(String prefix, byte[] bytes) {}

  /** The tree with the fields in it that the user gave. */
  static WireBody of(ObjectNode tree, Map<String, Object> extras) {
    merge(tree, WireJson.tree(extras));
    WireBody body = new WireBody(tree);
    try (JsonGenerator json = WireJson.factory().createGenerator(body.text)) {
      body.write(json, tree);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    body.cut();
    return body;
  }

  /** An object without fields, to build a request in. */
  static ObjectNode tree() {
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * A JSON string of the prefix and the bytes in base64, which are encoded when the body is made.
   *
   * @param prefix letters that JSON need not escape
   */
  static JsonNode base64(String prefix, byte[] bytes) {
    return new POJONode(new Base64Text(prefix, bytes));
  }

  private static void merge(ObjectNode into, JsonNode from) {
    from.properties()
        .forEach(
            field -> {
              JsonNode there = into.get(field.getKey());
              if (field.getValue().isNull()) {
                into.remove(field.getKey());
              } else if (there instanceof ObjectNode object && field.getValue().isObject()) {
                merge(object, field.getValue());
              } else {
                into.set(field.getKey(), field.getValue());
              }
            });
  }

  private void write(JsonGenerator json, JsonNode node) throws IOException {
    if (node instanceof POJONode pojo && pojo.getPojo() instanceof Base64Text string) {
      write(json, string);
    } else if (node.isObject()) {
      json.writeStartObject();
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        json.writeFieldName(field.getKey());
        write(json, field.getValue());
      }
      json.writeEndObject();
    } else if (node.isArray()) {
      json.writeStartArray();
      for (JsonNode element : node) {
        write(json, element);
      }
      json.writeEndArray();
    } else {
      json.writeTree(node);
    }
  }

  private void write(JsonGenerator json, Base64Text string) throws IOException {
    json.writeRawValue('"' + string.prefix());
    json.flush();
    cut();
    add(Base64.getEncoder().encode(string.bytes()));
    json.writeRaw('"');
  }

  /** The same with each picture as {@code sha256:…}. */
  JsonNode recorded() {
    return hashed(tree);
  }

  private static JsonNode hashed(JsonNode node) {
    if (node instanceof POJONode pojo && pojo.getPojo() instanceof Base64Text string) {
      return TextNode.valueOf(string.prefix() + sha256(string.bytes()));
    }
    if (node.isObject()) {
      ObjectNode copy = tree();
      node.properties().forEach(field -> copy.set(field.getKey(), hashed(field.getValue())));
      return copy;
    }
    if (node.isArray()) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      node.forEach(element -> copy.add(hashed(element)));
      return copy;
    }
    return node.isTextual() ? TextNode.valueOf(withoutData(node.asText())) : node;
  }

  /** Pictures and videos that came in among the user's own fields. */
  private static String withoutData(String text) {
    int data = text.startsWith("data:") ? text.indexOf("base64,") : -1;
    return data < 0
        ? text
        : text.substring(0, data + 7)
            + sha256(text.substring(data + 7).getBytes(StandardCharsets.UTF_8));
  }

  private static String sha256(byte[] bytes) {
    return "sha256:" + ByteString.of(bytes).sha256().hex();
  }

  private void cut() {
    add(text.toByteArray());
    text.reset();
  }

  private void add(byte[] piece) {
    pieces.add(piece);
    length += piece.length;
  }

  @Override
  public MediaType contentType() {
    return JSON;
  }

  @Override
  public long contentLength() {
    return length;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    for (byte[] piece : pieces) {
      sink.write(piece);
    }
  }
}
