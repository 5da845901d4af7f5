package dev.zoetrope.kernel.magic.maven;

import dev.zoetrope.kernel.magic.MagicException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Holds the resolver and its libraries apart from those of cells: a cell may use any version of any
 * of them. Its jars lie inside the kernel's own; they are written to a folder of their own when the
 * first library is asked for, and removed when the kernel ends.
 */
public final class ResolverLoader implements AutoCloseable {
  private static final List<String> JARS = List.of("context.jar", "runtime.jar", "logging.jar");
  private static final String ROOM = "dev.zoetrope.kernel.magic.maven.mima.";
  private static final String RESOLVER = ROOM + "MimaResolver";

  private final Path folder;
  private final Isolated loader;

  private ResolverLoader(Path folder, Isolated loader) {
    this.folder = folder;
    this.loader = loader;
  }

  /**
   * Unpacks the resolver.
   *
   * @throws IOException if its jars cannot be written
   */
  public static ResolverLoader open() throws IOException {
    Path folder = Files.createTempDirectory("zoetrope-maven");
    URL[] urls = new URL[JARS.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = unpack(JARS.get(i), folder).toUri().toURL();
    }
    return new ResolverLoader(folder, new Isolated(urls));
  }

  private static Path unpack(String name, Path folder) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream jar = ResolverLoader.class.getResourceAsStream(name)) {
      if (jar == null) {
        throw new IOException("The kernel was built without its resolver (" + name + ").");
      }
      Files.copy(jar, file);
    }
    return file;
  }

  /** A resolver. */
  public Resolver resolver() {
    try {
      return (Resolver) loader.loadClass(RESOLVER).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new MagicException("The resolver cannot start: " + e, "", e);
    }
  }

  /** What the resolver's libraries take for the context while they work. */
  public ClassLoader classLoader() {
    return loader;
  }

  @Override
  public void close() throws IOException {
    loader.close();
    for (String name : JARS) {
      Files.deleteIfExists(folder.resolve(name));
    }
    Files.deleteIfExists(folder);
  }

  private static final class Isolated extends URLClassLoader {
    private final ClassLoader kernel = ResolverLoader.class.getClassLoader();

    Isolated(URL[] jars) {
      super("maven", jars, ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith(ROOM)) {
        return define(name);
      }
      boolean shared = name.startsWith("dev.zoetrope.kernel.") || name.startsWith("org.slf4j.");
      return shared ? kernel.loadClass(name) : super.findClass(name);
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String file = name.replace('.', '/') + ".class";
      try (InputStream stream = kernel.getResourceAsStream(file)) {
        if (stream == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = stream.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
