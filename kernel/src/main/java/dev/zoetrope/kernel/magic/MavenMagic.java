package dev.zoetrope.kernel.magic;

import dev.zoetrope.kernel.magic.maven.Resolution;
import dev.zoetrope.kernel.magic.maven.Resolver;
import dev.zoetrope.kernel.magic.maven.ResolverLoader;
import dev.zoetrope.kernel.magic.maven.Wanted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** {@code %maven}, {@code %%maven}: libraries with all that they need. */
final class MavenMagic implements Magic, AutoCloseable {
  private final Libraries libraries = new Libraries();
  private @Nullable ResolverLoader loader;

  @Override
  public MagicSpec spec() {
    return MagicSpec.both(
            "maven",
            "GROUP:ARTIFACT:VERSION…",
            "Adds libraries and all that they need, as Maven finds them: from the local repository, Maven Central, and"
                + " the repositories, mirrors and proxies of your settings.xml. Without a version: that of a BOM, else"
                + " the newest release. %%maven takes one a line, or pasted `<dependency>` elements.")
        .option(
            "--bom",
            "COORDINATE",
            "takes versions that are not given from this BOM; may be given more than once")
        .option(
            "--exclude",
            "GROUP:ARTIFACT",
            "leaves this out wherever it is needed; may be given more than once")
        .option("--repo", "[ID=]URL", "asks this repository too; may be given more than once")
        .option("--settings", "FILE", "reads this instead of ~/.m2/settings.xml")
        .option(
            "--local",
            "FOLDER",
            "keeps jars here instead of in the local repository of the settings")
        .flag("--offline", "takes only what the local repository has")
        .flag("--update", "looks for newer snapshots now")
        .flag("--sources", "fetches their sources as well, so that help knows their documentation")
        .flag("--dry-run", "shows what would be added, and adds nothing")
        .example("%maven org.apache.commons:commons-csv:1.11.0")
        .example(
            "%%maven --bom com.fasterxml.jackson:jackson-bom:2.20.1\ncom.fasterxml.jackson.core:jackson-databind");
  }

  @Override
  public void run(MagicCall call) throws IOException, InterruptedException {
    Wanted wanted = wanted(call);
    if (wanted.coordinates().isEmpty()) {
      throw call.wrong("Which library?");
    }
    try (MavenProgress progress = new MavenProgress(call.displays())) {
      Resolution found = await(new FutureTask<>(() -> resolve(wanted, progress)), progress);
      progress.close();
      call.print(libraries.add(found, call.session(), call.has("--dry-run")));
    }
  }

  private static Wanted wanted(MagicCall call) {
    PastedPom pasted = PastedPom.read(call.body());
    List<String> coordinates = new ArrayList<>(call.words());
    coordinates.addAll(pasted.coordinates());
    List<String> boms = new ArrayList<>(call.options("--bom"));
    boms.addAll(pasted.boms());
    return new Wanted(
        coordinates,
        boms,
        call.options("--exclude"),
        call.options("--repo"),
        call.has("--offline"),
        call.has("--update"),
        call.has("--sources"),
        settings(call),
        localRepository(call.option("--local")));
  }

  /** Without it Maven would go on as if nobody had asked for one. */
  private static Optional<Path> settings(MagicCall call) {
    Optional<Path> file = call.option("--settings").map(PathWords::home);
    if (file.isPresent() && !Files.isReadable(file.get())) {
      throw call.wrong("There is no " + file.get() + " that could be read.");
    }
    return file;
  }

  private static Optional<Path> localRepository(Optional<String> folder) {
    return folder
        .or(() -> Optional.ofNullable(System.getProperty("maven.repo.local")))
        .map(PathWords::home);
  }

  /** Downloads do not heed interrupts, so they run beside the cell, which may leave them. */
  private static Resolution await(FutureTask<Resolution> task, MavenProgress progress)
      throws InterruptedException {
    Thread worker = new Thread(task, "zoetrope-maven");
    worker.setDaemon(true);
    worker.start();
    try {
      return task.get();
    } catch (InterruptedException e) {
      progress.cancel();
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MagicException known) {
        throw known;
      }
      throw new MagicException("The library cannot be resolved: " + e.getCause(), "", e);
    }
  }

  private Resolution resolve(Wanted wanted, MavenProgress progress) throws IOException {
    ResolverLoader own = loader();
    Thread.currentThread().setContextClassLoader(own.classLoader());
    Resolver resolver = own.resolver();
    return resolver.resolve(wanted, progress);
  }

  private synchronized ResolverLoader loader() throws IOException {
    ResolverLoader opened = loader;
    if (opened == null) {
      opened = ResolverLoader.open();
      loader = opened;
    }
    return opened;
  }

  @Override
  public List<String> suggest(String typed, CellSession session) {
    return LocalRepository.ofUser().suggest(typed);
  }

  @Override
  public synchronized void close() throws IOException {
    if (loader != null) {
      loader.close();
      loader = null;
    }
  }
}
