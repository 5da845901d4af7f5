package dev.zoetrope.kernel.display;

import java.util.Map;

/**
 * Draws values of one type. Registered once, called from any thread.
 *
 * <pre>{@code
 * context.render(Duration.class, d -> Map.of("text/html", "<b>" + d.toMillis() + " ms</b>"));
 * }</pre>
 *
 * @param <T> the type of value that it draws
 */
@FunctionalInterface
public interface Renderer<T> {
  /**
   * The value by MIME type. Data is a {@code String}, a {@code byte[]} (sent as base64) or, for
   * JSON types, plain maps and lists; where {@code text/plain} is missing, the value's {@code
   * toString()} is added.
   *
   * @throws Exception whatever goes wrong: it becomes the cell's error
   */
  Map<String, Object> render(T value) throws Exception;
}
