package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a server with a model was proven to do. A trait that nobody tried is {@link
 * Finding.Verdict#UNKNOWN} with its reason; nothing here is believed.
 *
 * @param uri by which it was connected, credentials removed
 * @param server as its card names it
 * @param version where the server tells one
 * @param model the model's name
 * @param probed when, and how; empty if nobody probed it yet
 * @param findings one for each trait, in their order
 * @param limit how many pictures a question may hold, where it was found out
 * @param costs tokens of one picture, by its size; empty if they cannot be told
 */
public record Capabilities(
    String uri,
    String server,
    Optional<String> version,
    String model,
    Optional<Probed> probed,
    List<Finding> findings,
    Optional<PictureLimit> limit,
    List<PictureCost> costs) {
  public Capabilities {
    requireNonNull(uri, "uri is null");
    requireNonNull(server, "server is null");
    requireNonNull(version, "version is null");
    requireNonNull(model, "model is null");
    requireNonNull(probed, "probed is null");
    findings = List.copyOf(findings);
    requireNonNull(limit, "limit is null");
    costs = List.copyOf(costs);
  }

  /**
   * How it was found out.
   *
   * @param requests how many it took
   */
  public record Probed(Instant at, ProbeDepth depth, int requests) {
    public Probed {
      requireNonNull(at, "at is null");
      requireNonNull(depth, "depth is null");
    }
  }

  /**
   * How many pictures a question may hold.
   *
   * @param most at least 0
   */
  public record PictureLimit(int most, Source source) {
    public PictureLimit {
      requireNonNull(source, "source is null");
    }

    /** How it is known. */
    public enum Source {
      /** The server named it when it refused more. */
      TOLD,
      /** So many were read, one more was not. */
      SEARCHED,
      /** So many fit into the context, by what one costs. */
      BY_CONTEXT,
      /** So many were read; more were not tried. */
      AT_LEAST
    }
  }

  /** What one picture costs. */
  public record PictureCost(int width, int height, int tokens) {}

  /** Nothing is known. */
  public static Capabilities unprobed(BackendCard card) {
    return new Capabilities(
        card.uri(),
        card.server(),
        card.version(),
        card.model(),
        Optional.empty(),
        Arrays.stream(Trait.values())
            .map(trait -> Finding.unknown(trait, "not probed; zoetrope probe finds out"))
            .toList(),
        Optional.empty(),
        List.of());
  }

  /** What is known of a trait. */
  public Finding of(Trait trait) {
    requireNonNull(trait, "trait is null");
    return findings.stream()
        .filter(finding -> finding.trait() == trait)
        .findFirst()
        .orElseGet(() -> Finding.unknown(trait, "not probed"));
  }

  /** Whether it was seen to be so. */
  public boolean isProven(Trait trait) {
    return of(trait).verdict() == Finding.Verdict.YES;
  }

  /** Whether it was seen not to be so. */
  public boolean isRefuted(Trait trait) {
    return of(trait).verdict() == Finding.Verdict.NO;
  }

  /** How many pictures a question may hold; empty if that is not known, or at least so many. */
  public OptionalInt maxImages() {
    return limit
        .filter(known -> known.source() != PictureLimit.Source.AT_LEAST)
        .map(known -> OptionalInt.of(known.most()))
        .orElse(OptionalInt.empty());
  }

  /** As one JSON object, schema {@code zoetrope.probe/1}. */
  public String json() {
    return CapabilitiesJson.write(this);
  }
}
