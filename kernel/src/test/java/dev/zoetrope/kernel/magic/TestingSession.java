package dev.zoetrope.kernel.magic;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A session that remembers what it was asked. */
final class TestingSession implements CellSession {
  final List<String> ran = new ArrayList<>();
  final List<Declared> declared = new ArrayList<>();
  final List<Path> added = new ArrayList<>();
  Runnable whileRunning = () -> {};

  @Override
  public Duration run(String code) {
    ran.add(code);
    whileRunning.run();
    return Duration.ofMillis(3);
  }

  @Override
  public Duration runFile(String name, String code) {
    return run(name + ":" + code);
  }

  @Override
  public List<Declared> declared() {
    return List.copyOf(declared);
  }

  @Override
  public void forget(Collection<String> names) {
    declared.removeIf(each -> names.contains(each.name()));
  }

  @Override
  public List<Path> classPath() {
    return addedToClassPath();
  }

  @Override
  public List<Path> addedToClassPath() {
    return List.copyOf(added);
  }

  @Override
  public void addToClassPath(List<Path> entries) {
    added.addAll(entries);
  }
}
