package dev.zoetrope.kernel;

import dev.zoetrope.kernel.jshell.JavaSession;
import dev.zoetrope.kernel.magic.CellSession;
import dev.zoetrope.kernel.magic.Declared;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The Java session as magics see it where no cell runs: all but running code. Thread-safe. */
final class SessionView implements CellSession {
  private final JavaSession session;
  private final Startup startup;

  SessionView(JavaSession session, Startup startup) {
    this.session = session;
    this.startup = startup;
  }

  @Override
  public Duration run(String code) {
    throw new IllegalStateException("Code runs in cells only.");
  }

  @Override
  public Duration runFile(String name, String code) {
    throw new IllegalStateException("Code runs in cells only.");
  }

  @Override
  public List<Declared> declared() {
    return session.declarations().all();
  }

  @Override
  public void forget(Collection<String> names) {
    session.declarations().forget(names);
  }

  @Override
  public List<Path> classPath() {
    String[] started = System.getProperty("java.class.path").split(File.pathSeparator, -1);
    Stream<Path> own = Arrays.stream(started).filter(e -> !e.isEmpty()).map(Path::of);
    return Stream.concat(own, addedToClassPath().stream()).map(Path::toAbsolutePath).toList();
  }

  @Override
  public List<Path> addedToClassPath() {
    return startup.addedToClassPath();
  }

  @Override
  public void addToClassPath(List<Path> entries) {
    List<Path> known = classPath();
    List<Path> fresh = entries.stream().filter(entry -> !known.contains(entry)).distinct().toList();
    if (!fresh.isEmpty()) {
      startup.addToClassPath(fresh);
    }
  }
}
