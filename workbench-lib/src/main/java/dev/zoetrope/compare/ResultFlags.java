package dev.zoetrope.compare;

import dev.zoetrope.backend.BackendCard;
import dev.zoetrope.metrics.Provenance;
import dev.zoetrope.metrics.Reading;
import dev.zoetrope.metrics.Samples;
import dev.zoetrope.ruler.Calibrated;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What speaks against the numbers of a measured comparison. */
final class ResultFlags {
  private final ComparisonResult result;
  private final Calibrated client;

  private ResultFlags(ComparisonResult result, Calibrated client) {
    this.result = result;
    this.client = client;
  }

  /** Empty if nothing does, or if nobody measured what the client adds. */
  static List<String> of(ComparisonResult result) {
    return result.client().map(c -> new ResultFlags(result, c).all().toList()).orElse(List.of());
  }

  private Stream<String> all() {
    return Stream.of(
            backends().flatMap(this::floors),
            client.busy().stream(),
            backends()
                .filter(card -> card.host().equals(BackendCard.THIS_MACHINE))
                .map(card -> Calibrated.sameMachine(card.uri())))
        .flatMap(flags -> flags);
  }

  private Stream<BackendCard> backends() {
    return result.answers().stream().map(a -> a.slot().backend()).distinct();
  }

  private Stream<String> floors(BackendCard card) {
    return Stream.of(
            median(card, "time_to_first_token")
                .flatMap(millis -> client.calledTtftFloor("TTFT of " + card.uri(), millis)),
            median(card, "inter_chunk_latency")
                .flatMap(millis -> client.gapFloor("ICL of " + card.uri(), millis)))
        .flatMap(Optional::stream);
  }

  /** Of what this client stamped: an engine in this process is not read through it. */
  private Optional<Double> median(BackendCard card, String tag) {
    return Samples.of(
            result.answers().stream()
                .filter(a -> a.slot().backend().equals(card))
                .flatMap(a -> ResultTable.value(a, tag).stream())
                .filter(v -> v.provenance().kind() == Provenance.Kind.CLIENT_OBSERVED)
                .mapToDouble(Reading.Value::value)
                .toArray())
        .percentile(0.5)
        .map(Samples.Percentile::value);
  }
}
