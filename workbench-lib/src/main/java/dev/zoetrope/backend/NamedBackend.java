package dev.zoetrope.backend;

import dev.zoetrope.metrics.Timeline;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A backend as {@code backends.yaml} names it, with the limits and fields that stand there. */
final class NamedBackend implements VlmBackend {
  private final VlmBackend backend;
  private final BackendEntry entry;

  NamedBackend(VlmBackend backend, BackendEntry entry) {
    this.backend = backend;
    this.entry = entry;
  }

  @Override
  public BackendCard card() {
    BackendCard card = backend.card();
    return new BackendCard(
        entry.name(),
        card.server(),
        card.version(),
        card.model(),
        card.host(),
        card.contextLength(),
        entry.maxImages().isPresent() ? entry.maxImages() : card.maxImages(),
        card.vision(),
        card.note(),
        card.traits());
  }

  @Override
  public Optional<Timeline.Span> prepare() throws InterruptedException {
    return backend.prepare();
  }

  @Override
  public TokenStream stream(VlmRequest request) {
    refuseMore(request.imageCount());
    return backend.stream(entry.extras().isEmpty() ? request : request.withExtras(all(request)));
  }

  private void refuseMore(int images) {
    if (entry.maxImages().isPresent() && images > entry.maxImages().getAsInt()) {
      int most = entry.maxImages().getAsInt();
      throw new BackendException.TooManyImages(
          entry.name()
              + " takes at most "
              + most
              + (most == 1 ? " picture" : " pictures")
              + " a request by its max-images, and "
              + images
              + " were asked about; send fewer, or one grid.",
          most);
    }
  }

  /** What the request itself says wins. */
  private Map<String, Object> all(VlmRequest request) {
    Map<String, Object> all = new LinkedHashMap<>(entry.extras());
    all.putAll(request.extras());
    return all;
  }

  @Override
  public void close() {
    backend.close();
  }

  @Override
  public String toString() {
    return entry.name() + ", " + backend;
  }
}
