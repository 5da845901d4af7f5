package dev.zoetrope.kernel.widget;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A widget's state as it travels: JSON, and the bytes that were in it as frames of their own, each
 * with the path of its place.
 *
 * @param json the state without its bytes; in lists, null stands in their place
 * @param paths for each buffer, the keys and indexes that lead to its place
 * @param buffers the bytes
 */
record Buffers(Map<String, Object> json, List<List<Object>> paths, List<byte[]> buffers) {

  /** Takes the bytes out, and writes widgets as the references that pages know. */
  static Buffers split(Map<String, Object> state) {
    Buffers split = new Buffers(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
    state.forEach(
        (key, value) -> {
          if (value instanceof byte[] bytes) {
            split.add(List.of(key), bytes);
          } else {
            split.json.put(key, split.plain(List.of(key), value));
          }
        });
    return split;
  }

  private @Nullable Object plain(List<Object> path, @Nullable Object value) {
    if (value instanceof Widget widget) {
      return "IPY_MODEL_" + widget.id();
    }
    if (value instanceof byte[] bytes) {
      add(path, bytes);
      return null;
    }
    if (value instanceof List<?> list) {
      return plainList(path, list);
    }
    return value instanceof Map<?, ?> map ? plainMap(path, map) : value;
  }

  private List<@Nullable Object> plainList(List<Object> path, List<?> list) {
    List<@Nullable Object> plain = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      plain.add(plain(child(path, i), list.get(i)));
    }
    return plain;
  }

  private Map<String, Object> plainMap(List<Object> path, Map<?, ?> map) {
    Map<String, Object> plain = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          List<Object> place = child(path, String.valueOf(key));
          if (value instanceof byte[] bytes) {
            add(place, bytes);
          } else {
            plain.put(String.valueOf(key), plain(place, value));
          }
        });
    return plain;
  }

  private void add(List<Object> path, byte[] bytes) {
    paths.add(path);
    buffers.add(bytes);
  }

  private static List<Object> child(List<Object> path, Object key) {
    List<Object> child = new ArrayList<>(path);
    child.add(key);
    return child;
  }

  /** The state of a message with its bytes back in their places; wrong paths are left out. */
  static Map<String, Object> join(Map<String, Object> data, List<byte[]> buffers) {
    Map<String, Object> state = new LinkedHashMap<>(map(data.get("state")));
    List<?> paths = data.get("buffer_paths") instanceof List<?> list ? list : List.of();
    for (int i = 0; i < Math.min(paths.size(), buffers.size()); i++) {
      if (paths.get(i) instanceof List<?> path && !path.isEmpty()) {
        put(state, path, buffers.get(i));
      }
    }
    return state;
  }

  private static void put(Object root, List<?> path, byte[] bytes) {
    Object place = root;
    for (Object key : path.subList(0, path.size() - 1)) {
      place = step(place, key);
    }
    set(place, path.get(path.size() - 1), bytes);
  }

  private static @Nullable Object step(@Nullable Object place, Object key) {
    if (place instanceof List<?> list && key instanceof Number index) {
      return index.intValue() >= 0 && index.intValue() < list.size()
          ? list.get(index.intValue())
          : null;
    }
    return place instanceof Map<?, ?> map ? map.get(key) : null;
  }

  @SuppressWarnings("unchecked")
  private static void set(@Nullable Object place, Object key, byte[] bytes) {
    if (place instanceof Map<?, ?> map && key instanceof String name) {
      ((Map<String, Object>) map).put(name, bytes);
    } else if (place instanceof List<?> list
        && key instanceof Number index
        && index.intValue() >= 0
        && index.intValue() < list.size()) {
      ((List<Object>) list).set(index.intValue(), bytes);
    }
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }
}
