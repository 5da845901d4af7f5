package dev.zoetrope.kernel.wire;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.ToNumberPolicy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.dflib.jjava.jupyter.messages.HMACGenerator;

/**
 * Turns messages into signed frames and back. The base's own reader and writer drop header fields,
 * the seconds of the date and the kernel's session id, so only its signature generator is used.
 *
 * <p>Thread-safe.
 */
final class Envelopes {
  private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);

  /** Delimiter, signature, header, parent header, metadata, content. */
  private static final int FIXED_FRAMES = 6;

  private final HMACGenerator hmac;
  // Clients compare the session of a new kernel with the old one to notice a restart.
  private final String session = UUID.randomUUID().toString();
  private final AtomicLong sequence = new AtomicLong();
  private final Gson gson =
      new GsonBuilder()
          .disableHtmlEscaping()
          .serializeNulls()
          .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
          .create();

  Envelopes(HMACGenerator hmac) {
    this.hmac = hmac;
  }

  /** The frames of one message, identities first. */
  List<byte[]> seal(
      List<byte[]> identities,
      Origin parent,
      String type,
      Map<String, Object> content,
      Map<String, Object> metadata,
      List<byte[]> buffers) {
    byte[] header = json(header(type));
    byte[] meta = json(metadata);
    byte[] body = json(content);
    List<byte[]> frames = new ArrayList<>(identities);
    frames.add(DELIMITER);
    frames.add(sign(header, parent.header(), meta, body));
    frames.addAll(List.of(header, parent.header(), meta, body));
    frames.addAll(buffers);
    return frames;
  }

  Request open(Channel channel, List<byte[]> frames) throws BadMessage {
    int start = delimiter(frames);
    if (frames.size() - start < FIXED_FRAMES) {
      throw new BadMessage("a message of " + frames.size() + " frames");
    }
    byte[] header = frames.get(start + 2);
    byte[] meta = frames.get(start + 4);
    byte[] body = frames.get(start + 5);
    byte[] expected = sign(header, frames.get(start + 3), meta, body);
    if (!MessageDigest.isEqual(expected, frames.get(start + 1))) {
      throw new BadMessage("a message with a wrong signature");
    }
    return new Request(
        channel,
        type(map(header)),
        map(body),
        map(meta),
        List.copyOf(frames.subList(start + FIXED_FRAMES, frames.size())),
        new Origin(frames.subList(0, start), header));
  }

  private static int delimiter(List<byte[]> frames) throws BadMessage {
    for (int i = 0; i < frames.size(); i++) {
      if (Arrays.equals(frames.get(i), DELIMITER)) {
        return i;
      }
    }
    throw new BadMessage("frames without a delimiter");
  }

  private static String type(Map<String, Object> header) throws BadMessage {
    if (header.get("msg_type") instanceof String type) {
      return type;
    }
    throw new BadMessage("a header without msg_type");
  }

  private Map<String, Object> header(String type) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("msg_id", session + "_" + sequence.incrementAndGet());
    header.put("session", session);
    header.put("username", "kernel");
    header.put("date", Instant.now().toString());
    header.put("msg_type", type);
    header.put("version", Wire.PROTOCOL);
    return header;
  }

  private byte[] sign(byte[]... parts) {
    return hmac.calculateSignature(parts).getBytes(StandardCharsets.US_ASCII);
  }

  private byte[] json(Map<String, Object> value) {
    return gson.toJson(value).getBytes(StandardCharsets.UTF_8);
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> map(byte[] raw) throws BadMessage {
    try {
      Map<String, Object> map = gson.fromJson(new String(raw, StandardCharsets.UTF_8), Map.class);
      return map == null ? Map.of() : map;
    } catch (JsonParseException e) {
      throw new BadMessage("a message that is not JSON");
    }
  }
}
