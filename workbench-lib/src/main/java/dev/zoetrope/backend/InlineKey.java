package dev.zoetrope.backend;

import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells what looks like a key from settings that have such names, {@code max_tokens} among them.
 */
final class InlineKey {
  private static final Pattern HEADER =
      Pattern.compile("(?i).*(auth|key|token|secret|password|cookie|credential).*");

  private static final Pattern FIELD =
      Pattern.compile(
          "(?i).*(api.?key|authori|secret|password|credential|bearer).*"
              + "|((access|auth|api|refresh|session|user|id|hf)[_-]?)?token"
              + "|((access|auth|private|account|subscription)[_-]?)?key");

  /** As the keys of known services begin, or the value of a header that carries one. */
  private static final Pattern VALUE =
      Pattern.compile(
          "(?is)\\s*(bearer|basic|token)\\s+\\S.*"
              + "|.*\\b((sk|xai|nvapi|gsk)[-_]|hf_|aiza)[a-z0-9_-]{16,}.*");

  private InlineKey() {}

  static boolean isHeader(String name, String value) {
    return HEADER.matcher(name).matches() || VALUE.matcher(value).matches();
  }

  /** Looks into maps, lists and texts. */
  static boolean isIn(@Nullable Object value) {
    if (value instanceof Map<?, ?> fields) {
      return fields.entrySet().stream()
          .anyMatch(e -> FIELD.matcher(String.valueOf(e.getKey())).matches() || isIn(e.getValue()));
    }
    if (value instanceof Collection<?> list) {
      return list.stream().anyMatch(InlineKey::isIn);
    }
    return value instanceof String text && VALUE.matcher(text).matches();
  }
}
