package dev.zoetrope.cli;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.models.CatalogueModel;
import dev.zoetrope.models.InstalledModel;
import dev.zoetrope.models.ModelFile;
import dev.zoetrope.models.ModelFolder;
import dev.zoetrope.models.ModelHub;
import dev.zoetrope.models.ModelPull;
import dev.zoetrope.models.ModelVariant;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zoetrope models}: the models that run in this process. Fetches only what it is told. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "list|pull|import|remove",
    description =
        "Lists, fetches, imports and removes models that run in this process. Nothing is ever"
            + " fetched but by pull.")
final class ModelsVerb implements Runnable {
  private final Map<String, String> environment;
  private final ModelFolder folder;

  @Spec private @Nullable CommandSpec command;

  ModelsVerb(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    folder = ModelFolder.usual(environment);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        requireNonNull(command, "picocli sets it").commandLine(),
        "Say what to do: models list, pull NAME, import DIR or remove NAME.");
  }

  @Command(name = "list", description = "Names what is there, and what could be fetched.")
  int list() {
    out().println("embedded:tiny  comes with this library");
    for (InstalledModel model : folder.list()) {
      model.variants().forEach(variant -> out().println(line(model, variant)));
    }
    for (CatalogueModel model : CatalogueModel.all()) {
      if (folder.find(model.name()).isEmpty()) {
        out().println(model.name() + "  not here; zoetrope models pull " + model.name());
      }
    }
    out().println("Folder: " + folder.root());
    return Failures.FINE;
  }

  private static String line(InstalledModel model, ModelVariant variant) {
    long bytes =
        model.files().values().stream()
            .filter(file -> variant.files().contains(file.path()))
            .mapToLong(ModelFile::bytes)
            .sum();
    String licence = model.origin().licence();
    return uri(model, variant)
        + "  "
        + megabytes(bytes)
        + ", "
        + (licence.isEmpty() ? "" : licence + ", ")
        + "from "
        + model.origin().source();
  }

  private static String uri(InstalledModel model, ModelVariant variant) {
    return "embedded:" + model.name() + "#" + variant.name();
  }

  @Command(
      name = "pull",
      mixinStandardHelpOptions = true,
      description =
          "Shows files, sizes and licence, then fetches them, goes on where an earlier pull broke"
              + " off, and verifies each.")
  int pull(
      @Parameters(
              paramLabel = "NAME[#VARIANT]",
              description = "Of the catalogue; without a variant its first, fp32.")
          String name,
      @Option(
              names = "--mirror",
              paramLabel = "URL",
              description =
                  "A server with the hub's addresses; else HF_ENDPOINT, else the hub itself.")
          @Nullable String mirror,
      @Option(
              names = "--revision",
              paramLabel = "REV",
              defaultValue = "main",
              description = "A branch, tag or commit (${DEFAULT-VALUE}).")
          String revision,
      @Option(names = "--dry-run", description = "Shows, and fetches nothing.") boolean dry)
      throws InterruptedException {
    String[] words = name.split("#", 2);
    CatalogueModel model = CatalogueModel.require(words[0]);
    ModelVariant variant = model.variant(words.length > 1 ? words[1] : model.variants().get(0));
    try (ModelHub hub = ModelHub.at(address(mirror), environment)) {
      ModelPull pull = hub.plan(model, variant, pinned(model, revision), folder);
      show(pull);
      if (dry || pull.isInstalled()) {
        out().println(dry ? "Nothing was fetched." : "It is there already.");
        return Failures.FINE;
      }
      InstalledModel installed = fetch(pull);
      out().println("It is there: " + uri(installed, variant));
    }
    return Failures.FINE;
  }

  /** A second variant comes from the first one's commit. */
  private String pinned(CatalogueModel model, String revision) {
    return folder
        .find(model.name())
        .map(there -> there.origin().revision())
        .filter(commit -> revision.equals("main") && !commit.isEmpty())
        .orElse(revision);
  }

  private String address(@Nullable String mirror) {
    return Optional.ofNullable(mirror)
        .or(() -> Optional.ofNullable(environment.get("HF_ENDPOINT")))
        .filter(address -> !address.isBlank())
        .orElse(ModelHub.HUGGING_FACE);
  }

  private void show(ModelPull pull) {
    out().println(pull.origin().source() + " at " + pull.origin().revision());
    out().println("licence: " + pull.origin().licence());
    pull.files().forEach(f -> out().println("  " + megabytes(f.bytes()) + "  " + f.path()));
    out().println("  " + megabytes(pull.bytes()) + " in all, into " + folder.root());
  }

  private InstalledModel fetch(ModelPull pull) throws InterruptedException {
    int all = (int) (pull.bytes() / 1_000_000);
    try (Progress progress = new Progress(line().getErr(), all)) {
      return pull.run(bytes -> progress.ended((int) (bytes / 1_000_000)));
    }
  }

  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description =
          "Copies a folder in the Hugging Face layout, as a clone of a repository has it.")
  int importFolder(
      @Parameters(paramLabel = "DIR", description = "Has config.json and the networks.") Path from,
      @Option(names = "--name", description = "How it shall be called; else as the folder is.")
          @Nullable String name) {
    Path last = from.toAbsolutePath().normalize().getFileName();
    InstalledModel model = folder.importFrom(from, name == null ? String.valueOf(last) : name);
    model.variants().forEach(variant -> out().println("It is there: " + uri(model, variant)));
    return Failures.FINE;
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Deletes a model with all its variants.")
  int remove(@Parameters(paramLabel = "NAME") String name) {
    folder.remove(name);
    out().println(name + " is removed.");
    return Failures.FINE;
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  private PrintWriter out() {
    return line().getOut();
  }

  private CommandLine line() {
    return requireNonNull(command, "picocli sets it").commandLine();
  }
}
