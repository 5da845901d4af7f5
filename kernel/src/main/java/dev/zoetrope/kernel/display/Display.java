package dev.zoetrope.kernel.display;

/**
 * One output that is already on screen and can change. Thread-safe: any thread may update it, also
 * after its cell has ended; the update reaches the place where the output was first shown.
 */
public interface Display {
  /** The id under which the front end knows the output, unique in the session. */
  String id();

  /** Replaces what is shown by the value, drawn as {@code display(value)} would draw it. */
  void update(Object value);

  /** Replaces what is shown by data of one MIME type: a {@code String} or a {@code byte[]}. */
  void update(String mimeType, Object data);
}
