package dev.zoetrope.compare;

import dev.zoetrope.backend.Sampling;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.capture.FrameEncoder;
import dev.zoetrope.capture.SourceRegistry;
import dev.zoetrope.media.Window;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.temporal.Encoding;
import dev.zoetrope.temporal.SingleFrame;
import java.util.List;

/** Two frames of a made clip, and what it takes to ask about them. */
public final class Clip implements AutoCloseable {
  private final SourceRegistry sources = SourceRegistry.open(Ticker.system());
  private final FrameEncoder encoder = FrameEncoder.open(Ticker.system());
  private final Window window = sources.open("synthetic:moving-shape?seed=7").window(2, "500ms");

  public FrameEncoder encoder() {
    return encoder;
  }

  /** Everybody once, one frame, hosts at once. */
  public ComparisonSpec spec(VlmBackend... backends) {
    return spec(List.of(SingleFrame.middle()), 1, AskOrder.BY_HOST, 0, backends);
  }

  public ComparisonSpec spec(
      List<Encoding> encodings, int times, AskOrder order, long seed, VlmBackend... backends) {
    return new ComparisonSpec(
        window,
        encodings,
        List.of(backends),
        "Which way?",
        Sampling.greedy(16),
        times,
        order,
        seed);
  }

  public ComparisonResult run(ComparisonSpec spec, CompareListener... listeners) {
    return Comparison.run("run-1", spec, encoder, List.of(listeners));
  }

  @Override
  public void close() {
    encoder.close();
    sources.close();
  }
}
