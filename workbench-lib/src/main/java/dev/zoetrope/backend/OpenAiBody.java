package dev.zoetrope.backend;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/**
 * A chat completion request, written to bytes before the clock starts. Pictures are base64 once and
 * stay pieces of their own, so their bytes are copied twice in all: into base64 and to the socket.
 *
 * <p>Every server gets {@code stream}, {@code stream_options.include_usage}, {@code temperature},
 * {@code max_tokens} and {@code seed}. Fields beyond those go only to a server that is known to
 * take them, for some refuse a request with an unknown field. llama.cpp gets {@code
 * cache_prompt:false}, so that a question asked again measures a whole prefill and not its cache,
 * and {@code return_progress:true}.
 */
final class OpenAiBody extends RequestBody {
  private static final MediaType JSON = MediaType.get("application/json");

  private final List<byte[]> pieces = new ArrayList<>();
  private final ByteArrayOutputStream text = new ByteArrayOutputStream(1024);
  private long length;

  private OpenAiBody() {}

  static OpenAiBody of(OpenAiServer server, VlmRequest request) {
    OpenAiBody body = new OpenAiBody();
    try (JsonGenerator json = OpenAiJson.factory().createGenerator(body.text)) {
      body.write(json, server, request);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    body.cut();
    return body;
  }

  private void write(JsonGenerator json, OpenAiServer server, VlmRequest request)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("model", server.model());
    json.writeArrayFieldStart("messages");
    json.writeStartObject();
    json.writeStringField("role", "user");
    json.writeArrayFieldStart("content");
    for (ContentPart part : request.parts()) {
      write(json, part);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    options(json, server.engine(), request.sampling());
    json.writeEndObject();
  }

  private static void options(JsonGenerator json, OpenAiServer.Engine engine, Sampling sampling)
      throws IOException {
    json.writeBooleanField("stream", true);
    json.writeObjectFieldStart("stream_options");
    json.writeBooleanField("include_usage", true);
    json.writeEndObject();
    json.writeNumberField("temperature", sampling.temperature());
    json.writeNumberField("max_tokens", sampling.maxTokens());
    json.writeNumberField("seed", sampling.seed());
    if (engine == OpenAiServer.Engine.LLAMA_CPP) {
      json.writeBooleanField("cache_prompt", false);
      json.writeBooleanField("return_progress", true);
    }
  }

  private void write(JsonGenerator json, ContentPart part) throws IOException {
    json.writeStartObject();
    if (part instanceof ContentPart.Text words) {
      json.writeStringField("type", "text");
      json.writeStringField("text", words.text());
    } else if (part instanceof ContentPart.Image picture) {
      json.writeStringField("type", "image_url");
      json.writeObjectFieldStart("image_url");
      json.writeFieldName("url");
      json.writeRawValue("\"data:" + picture.image().mime() + ";base64,");
      json.flush();
      cut();
      add(Base64.getEncoder().encode(picture.image().bytes()));
      json.writeRaw('"');
      json.writeEndObject();
    } else {
      throw new AssertionError("Unexpected part: " + part);
    }
    json.writeEndObject();
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
