package dev.zoetrope.models;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a user's models lie, a folder each. A model is there when its manifest is, and that is
 * written last: half a download is never seen as one. Thread-safe, also between processes.
 */
public final class ModelFolder {
  private static final Logger LOG = LoggerFactory.getLogger(ModelFolder.class);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,79}");

  /** Of the model that comes with this library. */
  private static final Pattern TAKEN = Pattern.compile("(?i)tiny(-int8)?");

  private final Path root;

  private ModelFolder(Path root) {
    this.root = requireNonNull(root, "root is null").toAbsolutePath();
  }

  /** In this folder, which is made when something comes into it. */
  public static ModelFolder in(Path root) {
    return new ModelFolder(root);
  }

  /**
   * The user's: {@code ZOETROPE_MODELS}, else where this system keeps a user's data.
   *
   * @param environment the process's variables
   */
  public static ModelFolder usual(Map<String, String> environment) {
    String home = System.getProperty("user.home", "");
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String data = system.startsWith("mac") ? "/Library/Application Support" : "/.local/share";
    return in(
        Path.of(
            set(environment, "ZOETROPE_MODELS")
                .or(() -> set(environment, "XDG_DATA_HOME").map(root -> root + "/zoetrope/models"))
                .or(() -> set(environment, "LOCALAPPDATA").map(root -> root + "/zoetrope/models"))
                .orElse(home + data + "/zoetrope/models")));
  }

  private static Optional<String> set(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /** Where models lie. */
  public Path root() {
    return root;
  }

  /** All whole models, by name. */
  public List<InstalledModel> list() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(folder -> NAME.matcher(folder.getFileName().toString()).matches())
          .sorted()
          .flatMap(folder -> read(folder).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("The models in " + root + " cannot be listed.", e);
    }
  }

  /** The model of this name, upper and lower case alike. */
  public Optional<InstalledModel> find(String name) {
    return list().stream().filter(model -> model.name().equalsIgnoreCase(name)).findFirst();
  }

  private static Optional<InstalledModel> read(Path folder) {
    try {
      return ModelJson.read(folder);
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("{} is no model: its manifest cannot be read: {}", folder, e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Copies a folder in the Hugging Face layout, as a clone of a hub's repository has it.
   *
   * @param name what shall stand behind {@code embedded:}
   * @throws ModelException if it holds no whole model, or the name is taken
   */
  public InstalledModel importFrom(Path folder, String name) {
    requireNonNull(folder, "folder is null");
    requireFree(name);
    List<ModelVariant> variants =
        ModelVariant.among(file -> Files.isRegularFile(folder.resolve(file)));
    List<String> paths = wanted(folder, variants);
    try (Held held = hold(name)) {
      Path staging = held.staging();
      List<ModelFile> files = new ArrayList<>();
      for (String path : paths) {
        files.add(copy(folder, staging, path));
      }
      Origin origin = new Origin(folder.toAbsolutePath().normalize().toString(), "", "");
      return install(name, origin, files, variants, staging);
    } catch (IOException e) {
      throw unwritten(name, e);
    }
  }

  private static List<String> wanted(Path folder, List<ModelVariant> variants) {
    List<String> common = List.of("config.json", "preprocessor_config.json", "tokenizer.json");
    for (String path : common) {
      if (!Files.isRegularFile(folder.resolve(path))) {
        throw new ModelException(folder + " is no model: it has no " + path + ".");
      }
    }
    if (variants.isEmpty()) {
      throw new ModelException(
          folder
              + " is no model: it needs vision_encoder.onnx, embed_tokens.onnx and"
              + " decoder_model_merged.onnx, itself or in a folder onnx.");
    }
    return Stream.concat(common.stream(), variants.stream().flatMap(v -> v.files().stream()))
        .distinct()
        .toList();
  }

  private static ModelFile copy(Path from, Path staging, String path) throws IOException {
    Path to = staging.resolve(path);
    Files.createDirectories(requireNonNull(to.getParent(), "it lies in staging"));
    Files.copy(from.resolve(path), to, StandardCopyOption.REPLACE_EXISTING);
    return new ModelFile(path, Files.size(to), Checksum.sha256(to));
  }

  private void requireFree(String name) {
    requireNonNull(name, "name is null");
    if (!NAME.matcher(name).matches() || TAKEN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "A model cannot be called \""
              + name
              + "\": give letters, digits, dots and dashes, and not tiny.");
    }
    if (find(name).isPresent()) {
      throw new ModelException(
          name + " is there already: zoetrope models remove " + name + ", or give another --name.");
    }
  }

  /**
   * Deletes a model.
   *
   * @throws ModelException if there is none of this name
   */
  public void remove(String name) {
    InstalledModel model =
        find(name)
            .orElseThrow(
                () ->
                    new ModelException("No model " + name + " is in " + root + ": nothing to do."));
    try (Held held = hold(model.name())) {
      // First, so that what is left of it is no model.
      Files.delete(model.folder().resolve(ModelJson.MANIFEST));
      delete(model.folder());
      delete(held.staging());
    } catch (IOException e) {
      throw new ModelException(model.folder() + " cannot be deleted: " + e.getMessage(), e);
    }
  }

  /** Halves of what another commit had are of no use. */
  static void deleteAllBut(Path staging, String revision) throws IOException {
    if (!Files.isDirectory(staging)) {
      return;
    }
    try (Stream<Path> others = Files.list(staging)) {
      for (Path other : others.filter(o -> !o.endsWith(revision)).toList()) {
        delete(other);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Moves whole, verified files to their place, then says that the model is there. */
  InstalledModel install(
      String name, Origin origin, List<ModelFile> files, List<ModelVariant> variants, Path staging)
      throws IOException {
    Path folder = root.resolve(name);
    for (ModelFile file : files) {
      Path to = folder.resolve(file.path());
      Files.createDirectories(requireNonNull(to.getParent(), "it lies in a folder"));
      move(staging.resolve(file.path()), to);
    }
    InstalledModel model = joined(new InstalledModel(name, folder, origin, map(files), variants));
    Path manifest = staging.resolve(ModelJson.MANIFEST);
    Files.write(manifest, ModelJson.write(model));
    move(manifest, folder.resolve(ModelJson.MANIFEST));
    delete(staging);
    return model;
  }

  private static Map<String, ModelFile> map(List<ModelFile> files) {
    return files.stream().collect(Collectors.toUnmodifiableMap(ModelFile::path, file -> file));
  }

  /** With the variants that are there already. */
  private InstalledModel joined(InstalledModel more) {
    Optional<InstalledModel> there = find(more.name());
    if (there.isEmpty()) {
      return more;
    }
    Map<String, ModelFile> files = new HashMap<>(there.get().files());
    files.putAll(more.files());
    List<ModelVariant> variants = new ArrayList<>(there.get().variants());
    more.variants().stream()
        .filter(variant -> there.get().variant(variant.name()).isEmpty())
        .forEach(variants::add);
    return new InstalledModel(more.name(), more.folder(), more.origin(), files, variants);
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** What could not be written, and what to do. */
  ModelException unwritten(String name, IOException cause) {
    return new ModelException(
        name
            + " cannot be written to "
            + root
            + ": "
            + cause.getMessage()
            + ". Free some space there, or set ZOETROPE_MODELS to a folder on another disk, and"
            + " give the same command again.",
        cause);
  }

  /**
   * Keeps others, also of other processes, from this model's files until it is closed.
   *
   * @throws ModelException if somebody else has them
   */
  Held hold(String name) throws IOException {
    Path waiting = root.resolve(".pulling");
    Files.createDirectories(waiting);
    FileChannel channel =
        FileChannel.open(
            waiting.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new Held(channel, waiting.resolve(name));
      }
    } catch (OverlappingFileLockException e) {
      LOG.debug("{} is held in this process", name, e);
    }
    channel.close();
    throw new ModelException(
        name + " is being fetched, imported or removed by somebody else: wait until that ends.");
  }

  /**
   * One owner's hold on a model's files.
   *
   * @param staging where they are gathered until they are whole
   */
  record Held(FileChannel channel, Path staging) implements AutoCloseable {
    /** Closing the channel gives the lock back. */
    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
