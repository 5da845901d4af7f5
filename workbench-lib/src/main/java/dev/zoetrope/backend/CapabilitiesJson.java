package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zoetrope.backend.Capabilities.PictureCost;
import dev.zoetrope.backend.Capabilities.PictureLimit;
import dev.zoetrope.backend.Capabilities.Probed;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What was proven as JSON, and back from it. */
final class CapabilitiesJson {
  static final String SCHEMA = "zoetrope.probe/1";

  private CapabilitiesJson() {}

  static String write(Capabilities known) {
    ObjectNode root = WireBody.tree().put("schema", SCHEMA);
    root.put("uri", known.uri()).put("server", known.server());
    known.version().ifPresent(version -> root.put("version", version));
    root.put("model", known.model());
    known.probed().ifPresent(probed -> probed(root, probed));
    ObjectNode traits = root.putObject("traits");
    for (Finding finding : known.findings()) {
      traits
          .putObject(finding.trait().tag())
          .put("verdict", tag(finding.verdict()))
          .put("evidence", finding.evidence());
    }
    known
        .limit()
        .ifPresent(
            limit ->
                root.putObject("max_images")
                    .put("value", limit.most())
                    .put("source", tag(limit.source())));
    costs(root, known.costs());
    return root.toPrettyString();
  }

  private static void probed(ObjectNode root, Probed probed) {
    root.put("probed_at", probed.at().toString())
        .put("depth", tag(probed.depth()))
        .put("requests", probed.requests());
  }

  private static void costs(ObjectNode root, List<PictureCost> costs) {
    for (PictureCost cost : costs) {
      root.withArray("tokens_per_image")
          .addObject()
          .put("width", cost.width())
          .put("height", cost.height())
          .put("tokens", cost.tokens());
    }
  }

  private static String tag(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  /** Empty if it is not what {@link #write} wrote. */
  static Optional<Capabilities> read(String text) {
    return WireJson.object(text)
        .filter(root -> root.path("schema").asText().equals(SCHEMA))
        .flatMap(root -> probed(root).map(probed -> read(root, probed)));
  }

  private static Capabilities read(JsonNode root, Probed probed) {
    return new Capabilities(
        root.path("uri").asText(),
        root.path("server").asText(),
        WireJson.text(root.path("version")),
        root.path("model").asText(),
        Optional.of(probed),
        Arrays.stream(Trait.values()).map(trait -> finding(trait, root.path("traits"))).toList(),
        limit(root.path("max_images")),
        nodes(root.path("tokens_per_image")).map(CapabilitiesJson::cost).toList());
  }

  private static Optional<Probed> probed(JsonNode root) {
    try {
      Instant at = Instant.parse(root.path("probed_at").asText());
      return named(ProbeDepth.values(), root.path("depth"))
          .map(depth -> new Probed(at, depth, root.path("requests").asInt()));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Finding finding(Trait trait, JsonNode traits) {
    JsonNode told = traits.path(trait.tag());
    return named(Finding.Verdict.values(), told.path("verdict"))
        .map(verdict -> new Finding(trait, verdict, told.path("evidence").asText()))
        .orElseGet(() -> Finding.unknown(trait, "not probed"));
  }

  private static Optional<PictureLimit> limit(JsonNode told) {
    return named(PictureLimit.Source.values(), told.path("source"))
        .map(source -> new PictureLimit(told.path("value").asInt(), source));
  }

  private static PictureCost cost(JsonNode told) {
    return new PictureCost(
        told.path("width").asInt(), told.path("height").asInt(), told.path("tokens").asInt());
  }

  private static Stream<JsonNode> nodes(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static <E extends Enum<E>> Optional<E> named(E[] words, JsonNode tag) {
    return Arrays.stream(words).filter(word -> tag(word).equals(tag.asText())).findFirst();
  }
}
