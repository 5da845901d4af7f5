package dev.zoetrope.kernel.display;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes drawn values fit for the wire: bytes as base64, a text for those who can show nothing else.
 */
final class Bundles {
  static final String TEXT = "text/plain";

  private static final Pattern SVG_ROOT = Pattern.compile("<svg\\b[^>]*+>");
  private static final Pattern WIDTH = Pattern.compile("\\swidth\\s*=\\s*[\"']([\\w.%]+)[\"']");
  private static final Pattern HEIGHT = Pattern.compile("\\sheight\\s*=\\s*[\"']([\\w.%]+)[\"']");

  private Bundles() {}

  static Map<String, Object> of(String mimeType, Object data) {
    Map<String, Object> bundle = encode(Map.of(mimeType, data));
    bundle.putIfAbsent(TEXT, textFor(mimeType, data));
    return bundle;
  }

  private static String textFor(String mimeType, Object data) {
    if (data instanceof String text && mimeType.startsWith("text/")) {
      String words = mimeType.equals("text/html") ? Html.words(text) : text;
      return words.isEmpty() ? "[" + mimeType + "]" : Brief.cut(words, Brief.MAX_TEXT);
    }
    if (data instanceof String text && mimeType.endsWith("json")) {
      return Brief.cut(text, Brief.MAX_TEXT);
    }
    return data instanceof String text && mimeType.equals("image/svg+xml")
        ? "[SVG picture" + extent(text) + "]"
        : "[" + mimeType + size(data) + "]";
  }

  /** As the picture itself says, if it does. */
  private static String extent(String svg) {
    Matcher root = SVG_ROOT.matcher(svg);
    String tag = root.find() ? root.group() : "";
    Matcher width = WIDTH.matcher(tag);
    Matcher height = HEIGHT.matcher(tag);
    return width.find() && height.find() ? " " + width.group(1) + " x " + height.group(1) : "";
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

  /** The value as text; cut, with the number of what is left out, where it is very long. */
  static String text(Object value) {
    return Brief.text(value);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String size(Object data) {
    return data instanceof byte[] bytes ? ", " + bytes.length + " bytes" : "";
  }
}
