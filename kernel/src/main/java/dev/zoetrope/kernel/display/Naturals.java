package dev.zoetrope.kernel.display;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.BaseStream;

/** How values of the JDK look for which nobody has registered a renderer. */
final class Naturals {
  private final Renderers renderers;

  Naturals(Renderers renderers) {
    this.renderers = renderers;
  }

  /** The value by MIME type; empty if its text is all there is to show. */
  Map<String, Object> draw(Object value) throws IOException, ReflectiveOperationException {
    if (value instanceof Collection<?> all) {
      return Tables.of(all);
    }
    if (value instanceof Map<?, ?> map) {
      return Tables.ofMap(map);
    }
    if (value.getClass().isArray()) {
      return Tables.of(new Elements(value));
    }
    if (Records.isPlain(value)) {
      return Tables.ofRecord(value);
    }
    if (value instanceof Throwable thrown) {
      return Throwables.draw(thrown);
    }
    if (value instanceof Path path) {
      return MediaFiles.draw(path);
    }
    return value instanceof File file ? MediaFiles.draw(file.toPath()) : wrapped(value);
  }

  private Map<String, Object> wrapped(Object value)
      throws IOException, ReflectiveOperationException {
    if (value instanceof Duration duration) {
      return Map.of(Bundles.TEXT, Spans.of(duration));
    }
    if (value instanceof Optional<?> optional && optional.isPresent()) {
      return inner(optional.get());
    }
    return value instanceof BaseStream<?, ?> stream ? stream(stream) : Map.of();
  }

  private Map<String, Object> inner(Object value) {
    Map<String, Object> bundle = new LinkedHashMap<>(renderers.render(value));
    bundle.computeIfPresent(Bundles.TEXT, (mime, text) -> "Optional[" + text + "]");
    return bundle;
  }

  private Map<String, Object> stream(BaseStream<?, ?> stream)
      throws IOException, ReflectiveOperationException {
    Taken taken;
    try {
      taken = Taken.from(stream);
    } catch (IllegalStateException e) {
      return Map.of(Bundles.TEXT, "a stream that was used up before");
    }
    Map<String, Object> bundle = new LinkedHashMap<>(draw(taken.elements()));
    String text =
        bundle.getOrDefault(Bundles.TEXT, Brief.text(taken.elements())) + "\n" + taken.note();
    bundle.put(Bundles.TEXT, text);
    bundle.computeIfPresent("text/html", (mime, html) -> html + "<div>" + taken.note() + "</div>");
    return bundle;
  }

  /** The first elements of a stream, which cannot give them again. */
  private record Taken(List<Object> elements, boolean isAll) {
    static Taken from(BaseStream<?, ?> stream) {
      try (stream) {
        var rest = stream.iterator();
        List<Object> elements = new java.util.ArrayList<>();
        while (elements.size() < Table.HEAD && rest.hasNext()) {
          elements.add(rest.next());
        }
        return new Taken(elements, !rest.hasNext());
      }
    }

    String note() {
      return (isAll ? "All elements of a stream" : "The first elements of a stream")
          + ", which is used up by showing it; .toList() keeps them.";
    }
  }
}
