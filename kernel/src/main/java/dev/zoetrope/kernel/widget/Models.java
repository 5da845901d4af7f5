package dev.zoetrope.kernel.widget;

import dev.zoetrope.kernel.display.CellOutput;
import dev.zoetrope.kernel.display.Screen;
import dev.zoetrope.kernel.wire.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The widgets that pages know, and what pages say to them. Thread-safe.
 *
 * <p>What a listener prints and shows goes to the cell that first showed its widget.
 */
final class Models {
  static final String CONTROL_TARGET = "jupyter.widget.control";

  private static final Logger LOG = LoggerFactory.getLogger(Models.class);
  private static final String TARGET = "jupyter.widget";

  /** Version 2 of the widgets' messages; pages refuse models of another major version. */
  private static final Map<String, Object> PROTOCOL = Map.of("version", "2.1.0");

  private static final String VIEW = "application/vnd.jupyter.widget-view+json";

  private record Known(Widget widget, CellOutput home) {}

  private final Comms comms;
  private final Screen screen;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  // Confined to the comms' thread.
  private @Nullable AnyWidget guard;

  Models(Comms comms, Screen screen) {
    this.comms = comms;
    this.screen = screen;
  }

  /** Makes a widget known to the pages; its view, and what those see who can show none. */
  Map<String, Object> show(Widget widget) {
    open(widget);
    Map<String, Object> bundle = new LinkedHashMap<>();
    bundle.put(VIEW, Map.of("version_major", 2, "version_minor", 0, "model_id", widget.id()));
    bundle.put("text/html", widget.html());
    bundle.put("text/plain", widget.text());
    return bundle;
  }

  void open(Widget widget) {
    Model model = widget.model();
    Comm comm = new Comm(comms, model.id(), TARGET);
    boolean opened = model.open(this, comm, state -> openComm(comm, state));
    if (opened) {
      CellOutput home = screen.current();
      known.put(model.id(), new Known(widget, home));
      comm.onReceive((data, buffers, from) -> receive(widget, home, data, buffers, from));
      comm.whenClosed(() -> close(widget));
      widget.wasOpened(this, screen);
    }
  }

  private void openComm(Comm comm, Map<String, Object> state) {
    Buffers split = Buffers.split(state);
    Map<String, Object> data = Map.of("state", split.json(), "buffer_paths", split.paths());
    comms.open(comm, data, PROTOCOL, split.buffers());
  }

  /** Closes a widget in all pages; shown again, it is opened again. */
  void close(Widget widget) {
    known.remove(widget.id());
    widget.model().leave().ifPresent(Comm::close);
  }

  private void receive(
      Widget widget, CellOutput home, Map<String, Object> data, List<byte[]> buffers, Origin from) {
    Model model = widget.model();
    switch (String.valueOf(data.get("method"))) {
      case "update" -> {
        List<Runnable> listeners = model.accept(Buffers.join(data, buffers), from);
        listeners.forEach(each -> screen.with(home, () -> comms.guarded(each)));
      }
      case "request_state" -> model.answer(from);
      case "custom" -> {
        Map<String, Object> content = Buffers.map(data.get("content"));
        for (CommListener each : widget.hearing(content)) {
          screen.with(home, () -> comms.guarded(() -> each.message(content, buffers)));
        }
      }
      default -> LOG.warn("Ignored a widget's message with method {}", data.get("method"));
    }
  }

  /** Tells a page that has just opened all widgets there are. */
  void restore(Comm control, Map<String, Object> unusedData, List<byte[]> unusedBuffers) {
    control.onReceive(
        (data, buffers, from) -> {
          if ("request_states".equals(data.get("method"))) {
            answerStates(control, from);
          }
        });
  }

  private void answerStates(Comm control, Origin to) {
    openGuard();
    Map<String, Object> states = new LinkedHashMap<>();
    List<List<Object>> paths = new ArrayList<>();
    List<byte[]> buffers = new ArrayList<>();
    known.forEach(
        (id, each) -> {
          Buffers split = Buffers.split(each.widget().model().snapshot());
          states.put(id, state(split.json()));
          split.paths().forEach(path -> paths.add(below(id, path)));
          buffers.addAll(split.buffers());
        });
    Map<String, Object> answer =
        Map.of("method", "update_states", "states", states, "buffer_paths", paths);
    control.answer(to, answer, buffers);
  }

  /** Every page gets it, also one whose notebook shows only widgets of a kernel that is gone. */
  private void openGuard() {
    if (guard == null) {
      guard = Widgets.any(Models.class, "guard.js");
      open(guard);
    }
  }

  private static Map<String, Object> state(Map<String, Object> json) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("model_name", json.get("_model_name"));
    state.put("model_module", json.get("_model_module"));
    state.put("model_module_version", json.get("_model_module_version"));
    state.put("state", json);
    return state;
  }

  private static List<Object> below(String id, List<Object> path) {
    List<Object> below = new ArrayList<>();
    below.add(id);
    below.addAll(path);
    return below;
  }
}
