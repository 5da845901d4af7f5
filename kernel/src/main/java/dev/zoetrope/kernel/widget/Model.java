package dev.zoetrope.kernel.widget;

import dev.zoetrope.kernel.wire.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a widget is on the wire: keys and values. Exists in the kernel alone until it is first
 * shown; from then on each change goes to all pages, in the order in which it was made.
 *
 * <p>Thread-safe; guarded by its own lock, under which nothing foreign is called.
 */
final class Model {
  /** A change that somebody waits for. */
  private record Heard(String key, Runnable listener) {}

  private final String id = UUID.randomUUID().toString().replace("-", "");
  private final Map<String, @Nullable Object> state = new LinkedHashMap<>();
  private final Map<String, Kind<?>> kinds = new ConcurrentHashMap<>();
  private final List<Heard> changes = new CopyOnWriteArrayList<>();
  private final List<CommListener> messages = new CopyOnWriteArrayList<>();
  private @Nullable Line line;

  /**
   * The way to the pages.
   *
   * @param comm the open comm
   * @param models opens the widgets that a new value refers to
   */
  record Line(Comm comm, Models models) {}

  String id() {
    return id;
  }

  /** Lets pages change this key to values of this kind; others of their changes are refused. */
  void declare(String key, Kind<?> kind) {
    kinds.put(key, kind);
  }

  @Nullable Object get(String key) {
    synchronized (this) {
      return state.get(key);
    }
  }

  /** Changes a value for everybody, then calls those who listen to it. */
  void set(String key, @Nullable Object value) {
    synchronized (this) {
      boolean known = state.containsKey(key);
      if (Objects.deepEquals(state.put(key, value), value) && known) {
        return;
      }
      push(key, value);
    }
    listeners(Set.of(key)).forEach(Runnable::run);
  }

  private void push(String key, @Nullable Object value) {
    if (line != null) {
      references(value).forEach(line.models()::open);
      Map<String, Object> patch = new LinkedHashMap<>();
      patch.put(key, value);
      line.comm().send(update("update", patch), Buffers.split(patch).buffers());
    }
  }

  static Map<String, Object> update(String method, Map<String, Object> patch) {
    Buffers split = Buffers.split(patch);
    return Map.of("method", method, "state", split.json(), "buffer_paths", split.paths());
  }

  /** The widgets to which a value refers. */
  private static Stream<Widget> references(@Nullable Object value) {
    if (value instanceof Widget widget) {
      return Stream.of(widget);
    }
    if (value instanceof Map<?, ?> map) {
      return map.values().stream().flatMap(Model::references);
    }
    return value instanceof List<?> list
        ? list.stream().flatMap(Model::references)
        : Stream.empty();
  }

  /**
   * Opens the comm unless it is open: the widgets to which it refers come first, since a page looks
   * them up at once.
   */
  synchronized boolean open(Models models, Comm comm, Consumer<Map<String, Object>> sender) {
    if (line != null) {
      return false;
    }
    state.values().stream().flatMap(Model::references).toList().forEach(models::open);
    line = new Line(comm, models);
    sender.accept(snapshot());
    return true;
  }

  synchronized Map<String, Object> snapshot() {
    return new LinkedHashMap<>(state);
  }

  /** Answers a page that wants the whole state. */
  synchronized void answer(Origin to) {
    if (line != null) {
      Map<String, Object> all = snapshot();
      line.comm().answer(to, update("update", all), Buffers.split(all).buffers());
    }
  }

  /**
   * Takes what a page has changed and tells the other pages; what cannot be taken is set right
   * again.
   *
   * @return who listens to what has changed
   */
  List<Runnable> accept(Map<String, Object> patch, Origin from) {
    Set<String> changed = ConcurrentHashMap.newKeySet();
    synchronized (this) {
      if (line == null) {
        return List.of();
      }
      line.comm().answer(from, update("echo_update", patch), Buffers.split(patch).buffers());
      patch.forEach(
          (key, raw) -> {
            if (!take(key, raw, changed)) {
              push(key, state.get(key));
            }
          });
    }
    return listeners(changed);
  }

  private boolean take(String key, @Nullable Object raw, Set<String> changed) {
    Optional<Object> value = read(key, raw);
    if (value.isPresent() && !Objects.deepEquals(state.put(key, value.get()), value.get())) {
      changed.add(key);
    }
    // What a view keeps for itself has no kind and does no harm.
    return value.isPresent() || !kinds.containsKey(key);
  }

  private Optional<Object> read(String key, @Nullable Object raw) {
    Kind<?> kind = kinds.get(key);
    try {
      return kind == null ? Optional.empty() : Optional.ofNullable(asKept(kind, raw));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static <T> @Nullable Object asKept(Kind<T> kind, @Nullable Object raw) {
    return kind.write(kind.read(raw));
  }

  private List<Runnable> listeners(Set<String> keys) {
    List<Runnable> found = new ArrayList<>();
    for (Heard heard : changes) {
      if (keys.contains(heard.key())) {
        found.add(heard.listener());
      }
    }
    return found;
  }

  void onChange(String key, Runnable listener) {
    changes.add(new Heard(key, listener));
  }

  void onMessage(CommListener listener) {
    messages.add(listener);
  }

  List<CommListener> messageListeners() {
    return List.copyOf(messages);
  }

  /** Sends a message that changes nothing; nobody is there to hear it before the model is open. */
  synchronized void send(Map<String, Object> content, List<byte[]> buffers) {
    if (line != null) {
      line.comm().send(Map.of("method", "custom", "content", content), buffers);
    }
  }

  /** Forgets the pages; the comm that led to them, if there was one. */
  synchronized Optional<Comm> leave() {
    Optional<Comm> comm = Optional.ofNullable(line).map(Line::comm);
    line = null;
    return comm;
  }
}
