package dev.zoetrope.kernel.jshell;

import dev.zoetrope.kernel.jshell.CellLines.Lines;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.InternalException;

/**
 * Defines the classes of cells, with their checks and lines, in front of whatever was added to the
 * class path. Thread-safe.
 */
final class CellLoader extends URLClassLoader implements LoaderDelegate {
  private final Map<String, byte[]> pending = new ConcurrentHashMap<>();
  private final Map<String, Class<?>> declared = new ConcurrentHashMap<>();
  private final Map<String, Lines> pendingLines = new ConcurrentHashMap<>();
  private final CellLines lines;

  CellLoader(ClassLoader parent, CellLines lines) {
    super("cells", new URL[0], parent);
    this.lines = lines;
    // Who writes an assertion into a cell wants to know; those of libraries stay off.
    setPackageAssertionStatus("REPL", true);
  }

  /** Keeps the classes until JShell can say which cell they are from. */
  @Override
  public void load(ClassBytecodes[] classes) {
    for (ClassBytecodes each : classes) {
      pending.put(each.name(), each.bytecodes());
    }
  }

  /**
   * Defines what was loaded since the last call.
   *
   * @throws LinkageError if a class cannot be defined, for example because a library that it needs
   *     is not there
   */
  void define() {
    List<String> names = List.copyOf(pending.keySet());
    pendingLines.putAll(lines.of(names.stream().map(CellLines::outer).collect(Collectors.toSet())));
    try {
      for (String name : names) {
        Class<?> unused = loadClass(name);
      }
    } catch (ClassNotFoundException e) {
      throw new NoClassDefFoundError(e.getMessage());
    } finally {
      pending.keySet().removeAll(names);
      pendingLines.clear();
    }
  }

  @Override
  public Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] classFile = pending.remove(name);
    if (classFile == null) {
      return known(name);
    }
    byte[] checked = LoopChecks.addTo(classFile, pendingLines.get(CellLines.outer(name)));
    Class<?> defined = defineClass(name, checked, 0, checked.length);
    declared.put(name.substring(CellLines.outer(name).length()).replace('$', '.'), defined);
    return defined;
  }

  /** The newest class that cells call by this name, as {@code Outer.Inner}. */
  Optional<Class<?>> declared(String name) {
    return Optional.ofNullable(declared.get("." + name));
  }

  // JShell asks this method for classes that were loaded before; class loading asks it for new ones
  // only.
  private Class<?> known(String name) throws ClassNotFoundException {
    Class<?> loaded = findLoadedClass(name);
    return loaded == null ? super.findClass(name) : loaded;
  }

  @Override
  public void classesRedefined(ClassBytecodes[] classes) {
    throw new UnsupportedOperationException("JShell gives a changed class a new name");
  }

  @Override
  public void addToClasspath(String path) throws InternalException {
    try {
      addURL(Path.of(path).toUri().toURL());
    } catch (MalformedURLException e) {
      throw new InternalException(e.toString());
    }
  }
}
