package dev.zoetrope.backend;

import dev.zoetrope.backend.Capabilities.PictureCost;
import dev.zoetrope.backend.Capabilities.PictureLimit;
import dev.zoetrope.backend.Capabilities.Probed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What a running probe knows so far. Of one thread. */
final class ProofBook {
  private final ProofAsker asker;
  private final ProbeDepth depth;
  private final Map<Trait, Finding> findings = new EnumMap<>(Trait.class);
  private final List<PictureCost> costs = new ArrayList<>();
  private Optional<PictureLimit> limit = Optional.empty();
  private OptionalInt words = OptionalInt.empty();
  private OptionalInt first = OptionalInt.empty();
  private OptionalInt second = OptionalInt.empty();

  ProofBook(ProofAsker asker, ProbeDepth depth) {
    this.asker = asker;
    this.depth = depth;
  }

  ProofAsker asker() {
    return asker;
  }

  boolean isFull() {
    return depth == ProbeDepth.FULL;
  }

  /** A later finding about the same trait is the better one. */
  void found(Finding finding) {
    findings.put(finding.trait(), finding);
  }

  boolean isProven(Trait trait) {
    return verdict(trait) == Finding.Verdict.YES;
  }

  boolean isRefuted(Trait trait) {
    return verdict(trait) == Finding.Verdict.NO;
  }

  private Finding.Verdict verdict(Trait trait) {
    return Optional.ofNullable(findings.get(trait))
        .map(Finding::verdict)
        .orElse(Finding.Verdict.UNKNOWN);
  }

  void limit(int most, PictureLimit.Source source) {
    limit = Optional.of(new PictureLimit(most, source));
  }

  void cost(PictureCost cost) {
    costs.add(cost);
  }

  /** The tokens of {@link ProofAsker#DESCRIBE} without a picture. */
  void words(OptionalInt tokens) {
    words = tokens;
  }

  OptionalInt words() {
    return words;
  }

  /** The tokens of the whole prompt with one picture. */
  void one(OptionalInt tokens) {
    first = tokens;
  }

  OptionalInt one() {
    return first;
  }

  /** The tokens of the whole prompt with two pictures that were kept apart. */
  void two(OptionalInt tokens) {
    second = tokens;
  }

  /** What one picture more costs; empty if nothing was counted. */
  OptionalInt more() {
    return first.isPresent() && second.isPresent() && second.getAsInt() > first.getAsInt()
        ? OptionalInt.of(second.getAsInt() - first.getAsInt())
        : OptionalInt.empty();
  }

  /** How many pictures so many tokens stand for. */
  OptionalInt seen(OptionalInt prompt) {
    OptionalInt more = more();
    return prompt.isPresent() && more.isPresent()
        ? OptionalInt.of(
            (int)
                Math.round(
                    1 + (prompt.getAsInt() - first.orElseThrow()) / (double) more.getAsInt()))
        : OptionalInt.empty();
  }

  Capabilities closed(Instant at) {
    BackendCard card = asker.card();
    return new Capabilities(
        card.uri(),
        card.server(),
        card.version(),
        card.model(),
        Optional.of(new Probed(at, depth, asker.asked())),
        Arrays.stream(Trait.values()).map(this::finding).toList(),
        limit,
        costs);
  }

  private String untried() {
    return isFull() ? "not tried" : "not tried in the short form";
  }

  private Finding finding(Trait trait) {
    return Optional.ofNullable(findings.get(trait))
        .orElseGet(() -> Finding.unknown(trait, untried()));
  }
}
