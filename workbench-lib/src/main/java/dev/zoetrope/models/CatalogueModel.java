package dev.zoetrope.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.media.DidYouMean;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model that can be fetched by its name.
 *
 * @param name what stands behind {@code embedded:}
 * @param repository where a hub keeps it
 * @param variants the names of its formats; the first is taken if none is named
 */
public record CatalogueModel(String name, String repository, List<String> variants) {
  private static final List<String> COMMON =
      List.of("config.json", "preprocessor_config.json", "tokenizer.json");

  /** All that this build knows. */
  public static List<CatalogueModel> all() {
    try (InputStream in = CatalogueModel.class.getResourceAsStream("catalogue.json")) {
      List<CatalogueModel> models = new ArrayList<>();
      ModelJson.MAPPER.readTree(in).required("models").forEach(node -> models.add(of(node)));
      return List.copyOf(models);
    } catch (IOException e) {
      throw new UncheckedIOException("the catalogue of models cannot be read", e);
    }
  }

  private static CatalogueModel of(JsonNode node) {
    List<String> variants = new ArrayList<>();
    node.required("variants").forEach(variant -> variants.add(variant.asText()));
    return new CatalogueModel(
        node.required("name").asText(), node.required("repository").asText(), variants);
  }

  /** The one of this name, upper and lower case alike. */
  public static Optional<CatalogueModel> named(String name) {
    return all().stream().filter(model -> model.name.equalsIgnoreCase(name)).findFirst();
  }

  /**
   * The one of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static CatalogueModel require(String name) {
    List<String> names = all().stream().map(CatalogueModel::name).toList();
    return named(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No model \""
                        + name
                        + "\" is in the catalogue."
                        + DidYouMean.hint(name, names)
                        + " Known: "
                        + String.join(", ", names)
                        + ". A folder with another is taken by: zoetrope models import DIR."));
  }

  /**
   * The variant of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public ModelVariant variant(String wanted) {
    if (!variants.contains(wanted)) {
      throw new IllegalArgumentException(
          name + " has no variant \"" + wanted + "\": " + String.join(", ", variants) + ".");
    }
    return ModelVariant.onHub(wanted);
  }

  List<String> files(ModelVariant variant) {
    return Stream.concat(COMMON.stream(), variant.files().stream()).toList();
  }
}
