package dev.zoetrope.kernel.display;

import dev.zoetrope.kernel.wire.Origin;
import dev.zoetrope.kernel.wire.Publisher;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The place on screen that belongs to one cell: its text, pictures and errors. Stays usable after
 * the cell has ended, for the threads that the cell started. Thread-safe.
 */
public final class CellOutput {
  /** Long enough to join a thousand lines into one message, short enough to look live. */
  private static final int FLUSH_MILLIS = 40;

  private final Publisher publisher;
  private final Origin origin;
  private final ScheduledExecutorService flusher;
  private final TextBuffer text = new TextBuffer(this::sendText);
  private final long limit;
  private final AtomicLong printed = new AtomicLong();
  private volatile boolean silent;

  CellOutput(Publisher publisher, Origin origin, ScheduledExecutorService flusher, long limit) {
    this.limit = limit;
    this.publisher = publisher;
    this.origin = origin;
    this.flusher = flusher;
  }

  /** The request whose outputs these are. */
  public Origin origin() {
    return origin;
  }

  /** Shows nothing from now on: for cells that a front end runs behind the user's back. */
  public void silence() {
    silent = true;
  }

  /** Adds text to a stream, {@code stdout} or {@code stderr}. */
  public void print(String stream, String words) {
    byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
    write(stream, bytes, 0, bytes.length);
  }

  /** Adds bytes of UTF-8 to a stream; a character may come in pieces. */
  public void write(String stream, byte[] bytes, int offset, int length) {
    long before = printed.getAndAdd(length);
    if (before + length <= limit) {
      append(stream, bytes, offset, length);
    } else if (before <= limit) {
      append(stream, bytes, offset, (int) (limit - before));
      byte[] note = cutNote().getBytes(StandardCharsets.UTF_8);
      append("stderr", note, 0, note.length);
    }
  }

  private String cutNote() {
    return "\n… output cut after "
        + (limit >> 20)
        + " MB; start the kernel with ZOETROPE_KERNEL_OUTPUT_MB=N for more\n";
  }

  private void append(String stream, byte[] bytes, int offset, int length) {
    if (text.append(stream, bytes, offset, length)) {
      var unused = flusher.schedule(text::flush, FLUSH_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Does something for this output in a moment, on the thread that sends its text. */
  void later(Runnable task, long millis) {
    var unused = flusher.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  /** Sends the text that still waits. */
  public void flush() {
    text.flush();
  }

  /** Shows the value of a cell. */
  public void result(int count, Map<String, Object> bundle) {
    send("execute_result", Map.of("execution_count", count, "data", bundle, "metadata", Map.of()));
  }

  /** Shows an error: its name, one line, and the lines of its trace. */
  public void error(String name, String message, List<String> trace) {
    send("error", Map.of("ename", name, "evalue", message, "traceback", trace));
  }

  /**
   * Removes what is shown; with {@code wait} only when the next output arrives, which does not
   * flicker.
   */
  public void clear(boolean wait) {
    printed.set(0);
    send("clear_output", Map.of("wait", wait));
  }

  void display(String id, Map<String, Object> bundle) {
    send("display_data", displayed(id, bundle));
  }

  void update(String id, Map<String, Object> bundle) {
    send("update_display_data", displayed(id, bundle));
  }

  private static Map<String, Object> displayed(String id, Map<String, Object> bundle) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("data", bundle);
    content.put("metadata", Map.of());
    content.put("transient", Map.of("display_id", id));
    return content;
  }

  private void send(String type, Map<String, Object> content) {
    text.flush();
    publish(type, content);
  }

  private void sendText(String stream, String words) {
    publish("stream", Map.of("name", stream, "text", words));
  }

  private void publish(String type, Map<String, Object> content) {
    if (!silent) {
      publisher.publish(origin, type, content);
    }
  }
}
