package dev.zoetrope.kernel.widget;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.kernel.display.Renderers;
import dev.zoetrope.kernel.display.Screen;
import dev.zoetrope.kernel.wire.Origin;
import dev.zoetrope.kernel.wire.Publisher;
import dev.zoetrope.kernel.wire.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open comms of a kernel, and who takes those that pages open. Thread-safe; requests are
 * handled on the comms' thread, so that a click is answered while a cell runs.
 */
public final class Comms {
  private static final Logger LOG = LoggerFactory.getLogger(Comms.class);

  private final Publisher publisher;
  private final Screen screen;
  private final Listeners listeners;
  private final Models models;
  private final Map<String, Comm> open = new ConcurrentHashMap<>();
  private final Map<String, CommTarget> targets = new ConcurrentHashMap<>();

  /**
   * No comms yet, but the widgets' own target.
   *
   * @param screen knows which cell a comm belongs to
   * @param listeners runs what users listen with
   */
  public Comms(Publisher publisher, Screen screen, Listeners listeners) {
    this.publisher = requireNonNull(publisher, "publisher is null");
    this.screen = requireNonNull(screen, "screen is null");
    this.listeners = requireNonNull(listeners, "listeners is null");
    this.models = new Models(this, screen);
    targets.put(Models.CONTROL_TARGET, models::restore);
  }

  /** Draws widgets from now on: as themselves in pages that can, else as text. */
  public void drawWith(Renderers renderers) {
    renderers.register(Widget.class, models::show);
  }

  /** Gives comms that pages open under this name to the target. */
  public void register(String name, CommTarget target) {
    requireNonNull(target, "target is null");
    targets.put(
        requireNonNull(name, "name is null"),
        (comm, data, buffers) -> guarded(() -> target.opened(comm, data, buffers)));
  }

  /**
   * Opens a comm to all pages; a page that knows no such target closes it again.
   *
   * @param data plain maps, lists, strings, numbers and booleans
   */
  public Comm open(String target, Map<String, Object> data) {
    String id = UUID.randomUUID().toString().replace("-", "");
    Comm comm = new Comm(this, id, requireNonNull(target, "target is null"));
    open(comm, requireNonNull(data, "data is null"), Map.of(), List.of());
    return comm;
  }

  void open(
      Comm comm, Map<String, Object> data, Map<String, Object> metadata, List<byte[]> buffers) {
    open.put(comm.id(), comm);
    Map<String, Object> content =
        Map.of("comm_id", comm.id(), "target_name", comm.target(), "data", data);
    publisher.publish(origin(), "comm_open", content, metadata, buffers);
  }

  /** The request whose cell the calling thread works for. */
  Origin origin() {
    return screen.current().origin();
  }

  void send(Comm comm, Origin parent, Map<String, Object> data, List<byte[]> buffers) {
    if (open.containsKey(comm.id())) {
      Map<String, Object> content = Map.of("comm_id", comm.id(), "data", data);
      publisher.publish(parent, "comm_msg", content, Map.of(), buffers);
    }
  }

  void close(Comm comm) {
    if (open.remove(comm.id(), comm)) {
      publishClose(origin(), comm.id());
    }
  }

  /** Runs a listener: what it throws is shown where its output goes, and others go on. */
  void guarded(Runnable listener) {
    listeners.run(listener, screen.current());
  }

  private void publishClose(Origin parent, String id) {
    publisher.publish(parent, "comm_close", Map.of("comm_id", id, "data", Map.of()));
  }

  /** Answers {@code comm_open}: an unknown target is closed again, which tells the page. */
  public Optional<Map<String, Object>> opened(Request request) {
    String id = request.text("comm_id", "");
    String name = request.text("target_name", "");
    CommTarget target = targets.get(name);
    if (target == null) {
      LOG.warn("Closed a comm for the target \"{}\", which nobody has registered", name);
      publishClose(request.origin(), id);
      return Optional.empty();
    }
    Comm comm = new Comm(this, id, name);
    open.put(id, comm);
    target.opened(comm, data(request), request.buffers());
    return Optional.empty();
  }

  /**
   * Answers {@code comm_msg}. An unknown comm is closed: it belongs to a kernel that ran before
   * this one.
   */
  public Optional<Map<String, Object>> message(Request request) {
    String id = request.text("comm_id", "");
    Comm comm = open.get(id);
    if (comm == null) {
      publishClose(request.origin(), id);
      return Optional.empty();
    }
    comm.receive(data(request), request.buffers(), request.origin());
    return Optional.empty();
  }

  /** Answers {@code comm_close}. */
  public Optional<Map<String, Object>> closed(Request request) {
    Comm comm = open.remove(request.text("comm_id", ""));
    if (comm != null) {
      comm.wasClosed();
    }
    return Optional.empty();
  }

  /** Answers {@code comm_info_request}. */
  public Optional<Map<String, Object>> info(Request request) {
    String wanted = request.text("target_name", "");
    Map<String, Object> comms = new LinkedHashMap<>();
    for (Comm comm : open.values()) {
      if (wanted.isEmpty() || wanted.equals(comm.target())) {
        comms.put(comm.id(), Map.of("target_name", comm.target()));
      }
    }
    return Optional.of(Map.of("status", "ok", "comms", comms));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> data(Request request) {
    return request.content().get("data") instanceof Map<?, ?> data
        ? (Map<String, Object>) data
        : Map.of();
  }
}
