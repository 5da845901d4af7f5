package dev.zoetrope.kernel.wire;

import java.util.List;
import java.util.Map;

/**
 * One message from a client, its signature already checked.
 *
 * @param channel where it came in, and where its reply goes
 * @param type the message type, for example {@code execute_request}
 * @param content the message's content as plain maps, lists, strings, numbers and booleans
 * @param metadata the message's metadata
 * @param buffers binary frames after the content
 * @param origin what replies and outputs name as their parent
 */
public record Request(
    Channel channel,
    String type,
    Map<String, Object> content,
    Map<String, Object> metadata,
    List<byte[]> buffers,
    Origin origin) {

  /** The string under this key, or the given one where there is none. */
  public String text(String key, String otherwise) {
    return content.get(key) instanceof String text ? text : otherwise;
  }

  /** The whole number under this key, or the given one where there is none. */
  public int number(String key, int otherwise) {
    return content.get(key) instanceof Number number ? number.intValue() : otherwise;
  }

  /** The flag under this key, or the given one where there is none. */
  public boolean flag(String key, boolean otherwise) {
    return content.get(key) instanceof Boolean flag ? flag : otherwise;
  }
}
