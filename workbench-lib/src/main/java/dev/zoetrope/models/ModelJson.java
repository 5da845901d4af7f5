package dev.zoetrope.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The manifest that makes a folder a model. */
final class ModelJson {
  static final String MANIFEST = "manifest.json";
  static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String SCHEMA = "zoetrope.model/1";

  private ModelJson() {}

  /** The model of a folder whose manifest can be read and names a model. */
  static Optional<InstalledModel> read(Path folder) throws IOException {
    Path manifest = folder.resolve(MANIFEST);
    if (!Files.isRegularFile(manifest)) {
      return Optional.empty();
    }
    JsonNode json = MAPPER.readTree(manifest.toFile());
    return SCHEMA.equals(json.path("schema").asText())
        ? Optional.of(model(folder, json))
        : Optional.empty();
  }

  private static InstalledModel model(Path folder, JsonNode json) {
    Map<String, ModelFile> files = new TreeMap<>();
    json.path("files").properties().forEach(e -> files.put(e.getKey(), file(e)));
    List<ModelVariant> variants = new ArrayList<>();
    json.path("variants").properties().forEach(e -> variants.add(variant(e)));
    return new InstalledModel(
        json.path("model").asText(),
        folder,
        new Origin(
            json.path("source").asText(),
            json.path("revision").asText(),
            json.path("licence").asText()),
        Map.copyOf(files),
        List.copyOf(variants));
  }

  private static ModelFile file(Map.Entry<String, JsonNode> entry) {
    Checksum checksum =
        new Checksum(Checksum.Kind.SHA_256, entry.getValue().path("sha256").asText());
    return new ModelFile(entry.getKey(), entry.getValue().path("bytes").asLong(), checksum);
  }

  private static ModelVariant variant(Map.Entry<String, JsonNode> entry) {
    JsonNode files = entry.getValue();
    return new ModelVariant(
        entry.getKey(),
        files.path("vision").asText(),
        files.path("embed").asText(),
        files.path("decoder").asText());
  }

  static byte[] write(InstalledModel model) throws IOException {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("schema", SCHEMA).put("model", model.name());
    json.put("source", model.origin().source()).put("revision", model.origin().revision());
    json.put("licence", model.origin().licence());
    ObjectNode files = json.putObject("files");
    new TreeMap<>(model.files())
        .forEach(
            (path, file) ->
                files
                    .putObject(path)
                    .put("bytes", file.bytes())
                    .put("sha256", file.checksum().hex()));
    ObjectNode variants = json.putObject("variants");
    for (ModelVariant variant : model.variants()) {
      variants
          .putObject(variant.name())
          .put("vision", variant.vision())
          .put("embed", variant.embed())
          .put("decoder", variant.decoder());
    }
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
  }
}
