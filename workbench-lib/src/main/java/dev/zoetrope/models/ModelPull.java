package dev.zoetrope.models;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * What is to be fetched: looked at first, then {@link #run}. A run that was broken off goes on
 * where it stopped. Thread-safe.
 */
public final class ModelPull {
  private final ModelHub hub;
  private final ModelFolder folder;
  private final String name;
  private final Origin origin;
  private final ModelVariant variant;
  private final List<ModelFile> files;

  ModelPull(
      ModelHub hub,
      ModelFolder folder,
      String name,
      Origin origin,
      ModelVariant variant,
      List<ModelFile> files) {
    this.hub = hub;
    this.folder = folder;
    this.name = name;
    this.origin = origin;
    this.variant = variant;
    this.files = List.copyOf(files);
  }

  /** Repository, commit and licence. */
  public Origin origin() {
    return origin;
  }

  /** All files of the variant. */
  public List<ModelFile> files() {
    return files;
  }

  /** What they take together. */
  public long bytes() {
    return files.stream().mapToLong(ModelFile::bytes).sum();
  }

  /** Whether nothing is left to fetch. */
  public boolean isInstalled() {
    return folder.find(name).filter(model -> model.variant(variant.name()).isPresent()).isPresent();
  }

  /**
   * Fetches, verifies, and makes the model seen only when it is whole.
   *
   * @param progress is told how many bytes are there, on this thread
   * @throws ModelException if it cannot; what came is kept for the next run
   */
  public InstalledModel run(LongConsumer progress) throws InterruptedException {
    return run(progress, () -> folder.root().toFile().getUsableSpace());
  }

  /**
   * @param usable how many bytes the disk has room for
   */
  InstalledModel run(LongConsumer progress, LongSupplier usable) throws InterruptedException {
    requireNonNull(progress, "progress is null");
    requireOneCommit();
    try (ModelFolder.Held held = folder.hold(name)) {
      Path staging = held.staging();
      ModelFolder.deleteAllBut(staging, origin.revision());
      List<ModelDownload> downloads = downloads(staging.resolve(origin.revision()));
      requireRoom(downloads, usable);
      long done = 0;
      for (ModelDownload download : downloads) {
        long before = done;
        download.run(count -> progress.accept(before + count));
        done += download.file().bytes();
      }
      return install(staging, downloads);
    } catch (IOException e) {
      throw folder.unwritten(name, e);
    }
  }

  private List<ModelDownload> downloads(Path staging) {
    return files.stream()
        .map(file -> new ModelDownload(hub, origin, file, staging.resolve(file.path())))
        .toList();
  }

  private void requireOneCommit() {
    Optional<InstalledModel> there = folder.find(name);
    if (there.isPresent() && !there.get().origin().revision().equals(origin.revision())) {
      throw new ModelException(
          name
              + " is there already, of another commit: pull with --revision "
              + there.get().origin().revision()
              + ", or zoetrope models remove "
              + name
              + " first.");
    }
  }

  private void requireRoom(List<ModelDownload> downloads, LongSupplier usable) throws IOException {
    long missing = 0;
    for (ModelDownload download : downloads) {
      missing += download.missing();
    }
    long free = usable.getAsLong();
    if (missing > free) {
      throw new ModelException(
          name
              + " needs "
              + megabytes(missing)
              + " MB more in "
              + folder.root()
              + ", where "
              + free / 1_000_000
              + " MB are free: free some space, or set ZOETROPE_MODELS to a folder on another"
              + " disk.");
    }
  }

  private static long megabytes(long bytes) {
    return (bytes + 999_999) / 1_000_000;
  }

  private InstalledModel install(Path staging, List<ModelDownload> downloads) throws IOException {
    List<ModelFile> verified = new ArrayList<>();
    for (ModelDownload download : downloads) {
      Path whole = download.target();
      ModelFile file = download.file();
      verified.add(new ModelFile(file.path(), Files.size(whole), Checksum.sha256(whole)));
    }
    return folder.install(
        name, origin, verified, List.of(variant), staging.resolve(origin.revision()));
  }
}
