package dev.zoetrope.kernel.widget;

import dev.zoetrope.kernel.wire.Origin;
import dev.zoetrope.kernel.wire.Publisher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Collects the output messages of a cell, or of a part of it, as the list that a notebook keeps.
 * The list is a widget's state: it survives a reload of the page. Thread-safe.
 */
final class Outputs implements Publisher {
  /** The whole list travels with each change, so it may not grow without end. */
  private static final int MAX_TEXT = 100_000;

  private static final int MAX_OUTPUTS = 200;
  private static final String CUT = "… earlier output is not kept\n";

  private final Consumer<List<Map<String, Object>>> changed;
  private final List<Map<String, Object>> list = new ArrayList<>();
  private boolean clearNext;

  /**
   * @param changed takes the whole list after each change; called under this object's lock, so that
   *     two changes cannot overtake each other
   */
  Outputs(Consumer<List<Map<String, Object>>> changed) {
    this.changed = changed;
  }

  @Override
  public synchronized void publish(
      Origin parent,
      String type,
      Map<String, Object> content,
      Map<String, Object> metadata,
      List<byte[]> buffers) {
    switch (type) {
      case "clear_output" -> clear(Boolean.TRUE.equals(content.get("wait")));
      case "stream" -> addText(content);
      case "display_data", "error", "execute_result" -> add(output(type, content));
      case "update_display_data" -> update(content);
      default -> {
        return;
      }
    }
    changed.accept(published());
  }

  private void clear(boolean wait) {
    clearNext = wait;
    if (!wait) {
      list.clear();
    }
  }

  /** Removes everything. */
  synchronized void clear() {
    clear(false);
    changed.accept(List.of());
  }

  private void addText(Map<String, Object> content) {
    clearIfAsked();
    Map<String, Object> last = list.isEmpty() ? Map.of() : list.get(list.size() - 1);
    if ("stream".equals(last.get("output_type"))
        && Objects.equals(last.get("name"), content.get("name"))) {
      last.put("text", cut(String.valueOf(last.get("text")) + content.get("text")));
    } else {
      add(output("stream", content));
    }
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : CUT + text.substring(text.length() - MAX_TEXT / 2);
  }

  private void add(Map<String, Object> output) {
    clearIfAsked();
    list.add(output);
    if (list.size() > MAX_OUTPUTS) {
      list.remove(0);
    }
  }

  private void clearIfAsked() {
    if (clearNext) {
      clear(false);
    }
  }

  private static Map<String, Object> output(String type, Map<String, Object> content) {
    Map<String, Object> output = new LinkedHashMap<>(content);
    output.put("output_type", type);
    return output;
  }

  private void update(Map<String, Object> content) {
    for (Map<String, Object> output : list) {
      if (Objects.equals(output.get("transient"), content.get("transient"))) {
        output.put("data", content.get("data"));
      }
    }
  }

  /** Copies, without what only messages carry. */
  private List<Map<String, Object>> published() {
    List<Map<String, Object>> outputs = new ArrayList<>();
    for (Map<String, Object> output : list) {
      Map<String, Object> copy = new LinkedHashMap<>(output);
      copy.remove("transient");
      outputs.add(copy);
    }
    return outputs;
  }

  /** What it holds as text, piece by piece. */
  synchronized Stream<String> texts() {
    return List.copyOf(list).stream().map(Outputs::text);
  }

  private static String text(Map<String, Object> output) {
    Object text = output.get("text");
    Object plain = Buffers.map(output.get("data")).get("text/plain");
    return String.valueOf(text != null ? text : plain != null ? plain + "\n" : "");
  }
}
