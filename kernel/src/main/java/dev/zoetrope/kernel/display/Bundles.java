package dev.zoetrope.kernel.display;

import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes drawn values fit for the wire: bytes as base64, a text for those who can show nothing else.
 */
final class Bundles {
  static final String TEXT = "text/plain";

  /** Longer texts choke notebooks; a cell that wants all of it can print. */
  private static final int MAX_TEXT = 100_000;

  private Bundles() {}

  static Map<String, Object> of(String mimeType, Object data) {
    Map<String, Object> bundle = encode(Map.of(mimeType, data));
    bundle.putIfAbsent(TEXT, "[" + mimeType + size(data) + "]");
    return bundle;
  }

  static Map<String, Object> complete(Map<String, Object> drawn) {
    Map<String, Object> bundle = encode(drawn);
    bundle.putIfAbsent(TEXT, drawn.keySet().toString());
    return bundle;
  }

  static Map<String, Object> encode(Map<String, Object> drawn) {
    Map<String, Object> bundle = new LinkedHashMap<>(drawn);
    bundle.replaceAll((mime, data) -> data instanceof byte[] bytes ? base64(bytes) : data);
    return bundle;
  }

  /** The value as text; cut, with the number of characters left out, where it is very long. */
  static String text(Object value) {
    String text = value.getClass().isArray() ? arrayText(value) : String.valueOf(value);
    if (text.length() <= MAX_TEXT) {
      return text;
    }
    return text.substring(0, MAX_TEXT) + "… " + (text.length() - MAX_TEXT) + " more characters";
  }

  private static String arrayText(Object array) {
    String nested = Arrays.deepToString(new Object[] {array});
    return nested.substring(1, nested.length() - 1);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String size(Object data) {
    return data instanceof byte[] bytes ? ", " + bytes.length + " bytes" : "";
  }
}
