package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.List;
import java.util.Random;

/**
 * Finds out by asking what a server with a model really does: small questions about pictures whose
 * truth is known, one after the other.
 */
public final class CapabilityProbe {
  private static final List<Proof> PROOFS =
      List.of(
          new PictureProof(),
          new SeveralProof(),
          new LimitProof(),
          new OrderProof(),
          new CostProof(),
          new OverflowProof(),
          new VideoProof(),
          new SeedProof(),
          new CacheProof());

  private final VlmBackend backend;
  private final ProbeDepth depth;
  private final List<Proof> proofs;

  private CapabilityProbe(VlmBackend backend, ProbeDepth depth) {
    this.backend = requireNonNull(backend, "backend is null");
    this.depth = requireNonNull(depth, "depth is null");
    this.proofs = PROOFS.stream().filter(proof -> proof.requests(depth) > 0).toList();
  }

  /** A probe of this backend, which stays the caller's. Nothing is asked yet. */
  public static CapabilityProbe of(VlmBackend backend, ProbeDepth depth) {
    return new CapabilityProbe(backend, depth);
  }

  /** It asks at most so many questions. */
  public int mostRequests() {
    return proofs.stream().mapToInt(proof -> proof.requests(depth)).sum();
  }

  /** Its questions hold at most so many pictures in all. */
  public int mostPictures() {
    return proofs.stream().mapToInt(proof -> proof.pictures(depth)).sum();
  }

  /** Whether the server belongs to a service that is known to charge for questions. */
  public boolean mayCost() {
    return HttpVendor.of(backend.card().host()) != HttpVendor.NONE;
  }

  /**
   * Asks. What cannot be found out is in the result as unknown, with its reason.
   *
   * @throws BackendException if the server is not there, or refuses every question
   * @throws InterruptedException if the calling thread was interrupted; the question that ran is
   *     cancelled
   */
  public Capabilities run(ProbeListener listener) throws InterruptedException {
    requireNonNull(listener, "listener is null");
    ProofBook book = new ProofBook(new ProofAsker(backend, new Random()), depth);
    backend.prepare();
    for (int i = 0; i < proofs.size(); i++) {
      listener.began(proofs.get(i).what(), i + 1, proofs.size());
      proofs.get(i).prove(book);
    }
    return book.closed(Clock.systemUTC().instant());
  }
}
