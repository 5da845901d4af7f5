package dev.zoetrope.kernel.display;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who draws which type. The most specific type wins: the value's class, its superclasses, then its
 * interfaces. Thread-safe.
 */
public final class Renderers {
  private final Map<Class<?>, Renderer<?>> byType = new ConcurrentHashMap<>();

  private final Naturals naturals = new Naturals(this);

  private Renderers() {}

  /**
   * A registry that draws pictures ({@code RenderedImage}, PNG and JPEG bytes, files) as pictures;
   * lists, maps, arrays and records as tables; and a few other types of the JDK, where nobody
   * registers a renderer for them.
   */
  public static Renderers withPictures() {
    Renderers renderers = new Renderers();
    Pictures.register(renderers);
    return renderers;
  }

  /** Draws values of this type, and of its subtypes, with the renderer from now on. */
  public <T> void register(Class<T> type, Renderer<? super T> renderer) {
    requireNonNull(type, "type is null");
    requireNonNull(renderer, "renderer is null");
    byType.put(type, renderer);
  }

  /** Draws the type's values again as if the renderer had never been. */
  public void unregister(Class<?> type) {
    byType.remove(requireNonNull(type, "type is null"));
  }

  /**
   * The value as a MIME bundle fit for the wire; {@code text/plain} is always in it.
   *
   * @throws DisplayException if the renderer fails; its cause is what the renderer threw
   */
  public Map<String, Object> render(Object value) {
    requireNonNull(value, "value is null");
    Map<String, Object> bundle = Bundles.encode(drawn(value));
    bundle.computeIfAbsent(Bundles.TEXT, mime -> Bundles.text(value));
    return bundle;
  }

  private Map<String, Object> drawn(Object value) {
    Optional<Renderer<Object>> renderer = find(value.getClass());
    try {
      return renderer.isPresent() ? renderer.get().render(value) : naturals.draw(value);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DisplayException(value, e);
    } catch (Exception e) {
      throw new DisplayException(value, e);
    }
  }

  // A renderer is only ever registered under a type whose values it takes.
  @SuppressWarnings("unchecked")
  private Optional<Renderer<Object>> find(Class<?> type) {
    for (Class<?> candidate : lineage(type)) {
      Renderer<?> renderer = byType.get(candidate);
      if (renderer != null) {
        return Optional.of((Renderer<Object>) renderer);
      }
    }
    return Optional.empty();
  }

  private static Set<Class<?>> lineage(Class<?> type) {
    Set<Class<?>> classes = new LinkedHashSet<>();
    for (Class<?> next = type; next != null; next = next.getSuperclass()) {
      classes.add(next);
    }
    Set<Class<?>> all = new LinkedHashSet<>(classes);
    Deque<Class<?>> queue = new ArrayDeque<>(classes);
    while (!queue.isEmpty()) {
      Class<?> next = queue.remove();
      all.add(next);
      Collections.addAll(queue, next.getInterfaces());
    }
    // Object last: an interface says more about a value.
    all.remove(Object.class);
    all.add(Object.class);
    return all;
  }
}
