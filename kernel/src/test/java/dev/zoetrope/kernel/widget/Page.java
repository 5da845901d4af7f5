package dev.zoetrope.kernel.widget;

import dev.zoetrope.kernel.display.Displays;
import dev.zoetrope.kernel.display.Renderers;
import dev.zoetrope.kernel.display.Screen;
import dev.zoetrope.kernel.wire.Channel;
import dev.zoetrope.kernel.wire.Origin;
import dev.zoetrope.kernel.wire.Publisher;
import dev.zoetrope.kernel.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A page's side of the comms of one kernel: sees what is sent, and sends. */
final class Page implements Publisher, AutoCloseable {
  record Seen(
      String type,
      Map<String, Object> content,
      Map<String, Object> metadata,
      List<byte[]> buffers) {
    String id() {
      return String.valueOf(content.get("comm_id"));
    }

    Map<String, Object> data() {
      return Buffers.map(content.get("data"));
    }

    Map<String, Object> state() {
      return Buffers.map(data().get("state"));
    }

    String method() {
      return String.valueOf(data().get("method"));
    }
  }

  final Screen screen = new Screen(this);
  final List<Throwable> failures = new ArrayList<>();
  final Comms comms = new Comms(this, screen, (listener, place) -> run(listener));
  private final List<Seen> seen = new ArrayList<>();
  private final Renderers renderers = Renderers.withPictures();
  private final Displays displays = new Displays(screen, renderers);

  Page() {
    comms.drawWith(renderers);
  }

  private void run(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException | Error e) {
      failures.add(e);
    }
  }

  @Override
  public synchronized void publish(
      Origin parent,
      String type,
      Map<String, Object> content,
      Map<String, Object> metadata,
      List<byte[]> buffers) {
    seen.add(new Seen(type, content, metadata, buffers));
  }

  /** What came since the last call. */
  synchronized List<Seen> take() {
    List<Seen> all = List.copyOf(seen);
    seen.clear();
    return all;
  }

  List<Seen> takeAbout(Widget widget) {
    return take().stream().filter(each -> each.id().equals(widget.id())).toList();
  }

  /** Shows the widget and forgets how it was announced. */
  <W extends Widget> W show(W widget) {
    displays.show(widget);
    take();
    return widget;
  }

  Map<String, Object> draw(Widget widget) {
    return renderers.render(widget);
  }

  void update(Widget widget, Map<String, Object> state) {
    message(widget.id(), Map.of("method", "update", "state", state, "buffer_paths", List.of()));
  }

  void custom(Widget widget, Map<String, Object> content, byte[]... buffers) {
    message(widget.id(), Map.of("method", "custom", "content", content), buffers);
  }

  void message(String comm, Map<String, Object> data, byte[]... buffers) {
    var unused = comms.message(request("comm_msg", Map.of("comm_id", comm, "data", data), buffers));
  }

  void open(String comm, String target) {
    Map<String, Object> content =
        Map.of("comm_id", comm, "target_name", target, "data", Map.of("hello", 1L));
    var unused = comms.opened(request("comm_open", content));
  }

  void close(String comm) {
    var unused = comms.closed(request("comm_close", Map.of("comm_id", comm)));
  }

  Map<String, Object> info(String target) {
    Optional<Map<String, Object>> reply =
        comms.info(request("comm_info_request", Map.of("target_name", target)));
    return Buffers.map(reply.orElseThrow().get("comms"));
  }

  private static Request request(String type, Map<String, Object> content, byte[]... buffers) {
    return new Request(Channel.SHELL, type, content, Map.of(), List.of(buffers), Origin.NONE);
  }

  @Override
  public void close() {
    screen.close();
  }
}
