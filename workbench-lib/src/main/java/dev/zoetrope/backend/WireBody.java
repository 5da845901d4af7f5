package dev.zoetrope.backend;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/**
 * A request's JSON, written to bytes before the clock starts. Pictures are base64 once and stay
 * pieces of their own, so their bytes are copied twice in all: into base64 and to the socket.
 */
final class WireBody extends RequestBody {
  private static final MediaType JSON = MediaType.get("application/json");

  private final List<byte[]> pieces = new ArrayList<>();
  private final ByteArrayOutputStream text = new ByteArrayOutputStream(1024);
  private long length;

  private WireBody() {}

  /** A string of the prefix and the bytes in base64. */
  private record Base64Text(String prefix, byte[] bytes) {}

  /** The tree with the fields in it that the user gave. */
  static WireBody of(ObjectNode tree, Map<String, Object> extras) {
    merge(tree, WireJson.tree(extras));
    WireBody body = new WireBody();
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
