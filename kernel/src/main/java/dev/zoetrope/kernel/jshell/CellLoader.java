package dev.zoetrope.kernel.jshell;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;
import jdk.jshell.spi.ExecutionControl.InternalException;

/**
 * Defines the classes of cells, with their checks, in front of whatever was added to the class
 * path. Thread-safe.
 */
final class CellLoader extends URLClassLoader implements LoaderDelegate {
  private final Map<String, byte[]> pending = new ConcurrentHashMap<>();

  CellLoader(ClassLoader parent) {
    super("cells", new URL[0], parent);
  }

  @Override
  public void load(ClassBytecodes[] classes) throws ClassInstallException {
    for (ClassBytecodes each : classes) {
      pending.put(each.name(), each.bytecodes());
    }
    boolean[] loaded = new boolean[classes.length];
    for (int i = 0; i < classes.length; i++) {
      load(classes[i].name(), loaded);
      loaded[i] = true;
    }
  }

  private void load(String name, boolean[] loaded) throws ClassInstallException {
    try {
      loadClass(name);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new ClassInstallException("Cannot load " + name + ": " + e, loaded);
    }
  }

  @Override
  public Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] classFile = pending.remove(name);
    if (classFile == null) {
      return known(name);
    }
    byte[] checked = LoopChecks.addTo(classFile);
    return defineClass(name, checked, 0, checked.length);
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
