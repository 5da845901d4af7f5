package dev.zoetrope.kernel.display;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * An output that remembers the cell that opened it, so that updates from other threads land there.
 */
final class LiveDisplay implements Display {
  private final String id;
  private final CellOutput output;
  private final Renderers renderers;

  LiveDisplay(String id, CellOutput output, Renderers renderers) {
    this.id = id;
    this.output = output;
    this.renderers = renderers;
  }

  void show(Map<String, Object> bundle) {
    output.display(id, bundle);
  }

  void update(Map<String, Object> bundle) {
    output.update(id, bundle);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public void update(Object value) {
    output.update(id, renderers.render(requireNonNull(value, "value is null")));
  }

  @Override
  public void update(String mimeType, Object data) {
    requireNonNull(mimeType, "mimeType is null");
    output.update(id, Bundles.of(mimeType, requireNonNull(data, "data is null")));
  }
}
