package dev.zoetrope.backend;

import dev.zoetrope.backend.BackendException.UnknownBackend;
import dev.zoetrope.media.DidYouMean;
import dev.zoetrope.models.CatalogueModel;
import dev.zoetrope.models.InstalledModel;
import dev.zoetrope.models.ModelFolder;
import dev.zoetrope.models.ModelVariant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds {@code embedded:NAME#VARIANT} in the user's folder of models. Thread-safe. */
final class EmbeddedInstalled {
  private static final String SCHEME = "embedded:";

  private final ModelFolder folder;

  EmbeddedInstalled(ModelFolder folder) {
    this.folder = folder;
  }

  /**
   * Without a variant the first that is there.
   *
   * @throws UnknownBackend if it is not there; the message says how it can be fetched
   */
  EmbeddedVariant find(String uri) {
    String[] words = uri.substring(SCHEME.length()).split("#", 2);
    InstalledModel model =
        folder
            .find(words[0])
            .orElseThrow(() -> new UnknownBackend(absent(uri, words[0], variant(words))));
    Optional<ModelVariant> variant =
        words.length > 1 ? model.variant(words[1]) : model.variants().stream().findFirst();
    return variant
        .map(files -> EmbeddedVariant.installed(model, files))
        .orElseThrow(() -> new UnknownBackend(absent(model, words[1])));
  }

  private static String variant(String[] words) {
    return words.length > 1 ? "#" + words[1] : "";
  }

  private String absent(String uri, String name, String variant) {
    return CatalogueModel.named(name)
        .map(
            model ->
                model.name()
                    + " is not on this machine. To fetch it: zoetrope models pull "
                    + model.name()
                    + variant)
        .orElseGet(() -> unknown(uri));
  }

  private static String absent(InstalledModel model, String variant) {
    String known = String.join(", ", model.variants().stream().map(ModelVariant::name).toList());
    return model.name()
        + " is here without the variant \""
        + variant
        + "\" (there is "
        + known
        + "). "
        + CatalogueModel.named(model.name())
            .map(its -> "To fetch it: zoetrope models pull " + its.name() + "#" + variant)
            .orElse("Remove it and import a folder that has all.");
  }

  private String unknown(String uri) {
    List<String> here =
        folder.list().stream().map(InstalledModel::name).map(SCHEME::concat).toList();
    List<String> known = Stream.concat(EmbeddedVariant.uris().stream(), here.stream()).toList();
    List<String> others =
        CatalogueModel.all().stream().map(CatalogueModel::name).map(SCHEME::concat).toList();
    return "There is no embedded model \""
        + uri
        + "\"."
        + DidYouMean.hint(uri, Stream.concat(known.stream(), others.stream()).toList())
        + " Known: "
        + String.join(", ", known)
        + ".";
  }
}
