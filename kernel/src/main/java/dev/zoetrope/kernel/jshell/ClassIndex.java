package dev.zoetrope.kernel.jshell;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;

/**
 * The names of all classes that a cell could import: those of the JDK's exported packages and those
 * of jars on the class path. Made when it is first asked. Thread-safe.
 */
final class ClassIndex {
  private static final int MAX_NAMES = 12;

  /** What people mean most often comes first. */
  private static final List<String> PREFERRED = List.of("java.util.", "java.", "javax.");

  /** Simple name, a blank, qualified name: sorted, so that a prefix is a range. */
  private final TreeSet<String> names = new TreeSet<>();

  private final ClassLoader loader;
  private final List<Path> waiting = new ArrayList<>();
  private boolean hasJdk;

  ClassIndex(ClassLoader loader, String classPath) {
    this.loader = loader;
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      add(Path.of(entry));
    }
  }

  /** Takes in a jar as well; other files are passed over. */
  synchronized void add(Path entry) {
    if (entry.toString().endsWith(".jar") && Files.isRegularFile(entry)) {
      waiting.add(entry);
    }
  }

  /** The qualified names of public classes whose simple name begins so, likeliest first. */
  synchronized List<String> startingWith(String prefix) {
    fill();
    return names.subSet(prefix, prefix + Character.MAX_VALUE).stream()
        .map(entry -> entry.substring(entry.indexOf(' ') + 1))
        .sorted(
            Comparator.comparingInt(ClassIndex::rank)
                .thenComparingInt(String::length)
                .thenComparing(Comparator.naturalOrder()))
        .filter(this::isPublic)
        .limit(MAX_NAMES)
        .toList();
  }

  /** The qualified names of public classes that are called so, likeliest first. */
  List<String> named(String simpleName) {
    return startingWith(simpleName + " ");
  }

  private static int rank(String name) {
    for (int i = 0; i < PREFERRED.size(); i++) {
      if (name.startsWith(PREFERRED.get(i))) {
        return i;
      }
    }
    return PREFERRED.size();
  }

  private void fill() {
    if (!hasJdk) {
      hasJdk = true;
      ModuleFinder.ofSystem().findAll().forEach(this::addModule);
    }
    waiting.forEach(this::addJar);
    waiting.clear();
  }

  private void addModule(ModuleReference module) {
    Set<String> exported =
        module.descriptor().exports().stream()
            .filter(export -> !export.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toSet());
    try (ModuleReader reader = module.open();
        Stream<String> files = reader.list()) {
      files.forEach(file -> addFile(file, exported));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void addFile(String file, Set<String> exported) {
    int slash = file.lastIndexOf('/');
    if (slash > 0 && exported.contains(file.substring(0, slash).replace('/', '.'))) {
      addFile(file);
    }
  }

  private void addJar(Path path) {
    try (JarFile jar = new JarFile(path.toFile())) {
      jar.stream().forEach(entry -> addFile(entry.getName()));
    } catch (IOException e) {
      // A broken jar has no classes to offer; who uses one of them is told by the compiler.
      return;
    }
  }

  private void addFile(String file) {
    boolean isClass =
        file.endsWith(".class")
            && file.indexOf('$') < 0
            && file.indexOf('-') < 0
            && file.indexOf('/') > 0;
    if (isClass) {
      String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
      names.add(name.substring(name.lastIndexOf('.') + 1) + " " + name);
    }
  }

  private boolean isPublic(String name) {
    try (InputStream file = loader.getResourceAsStream(name.replace('.', '/') + ".class")) {
      return file != null && (new ClassReader(file).getAccess() & Opcodes.ACC_PUBLIC) != 0;
    } catch (IOException | IllegalArgumentException e) {
      // Cannot be read by this JVM, so it cannot be used either.
      return false;
    }
  }
}
