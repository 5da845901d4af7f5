package dev.zoetrope.kernel;

import dev.zoetrope.kernel.display.Displays;
import dev.zoetrope.kernel.display.ErrorFace;
import dev.zoetrope.kernel.display.ErrorFaces;
import dev.zoetrope.kernel.display.Renderer;
import dev.zoetrope.kernel.display.Renderers;
import dev.zoetrope.kernel.jshell.JavaSession;
import dev.zoetrope.kernel.magic.Magic;
import dev.zoetrope.kernel.magic.Magics;
import dev.zoetrope.kernel.widget.Comms;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the session ready after the kernel can already answer: starts Java, installs extensions,
 * imports. Runs on the cells' lane; other lanes wait for {@link #session()}.
 */
final class Startup implements KernelContext, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Startup.class);

  private static final List<String> IMPORTS =
      List.of(
          "java.io.*",
          "java.math.*",
          "java.net.*",
          "java.nio.file.*",
          "java.time.*",
          "java.util.*",
          "java.util.concurrent.*",
          "java.util.function.*",
          "java.util.regex.*",
          "java.util.stream.*",
          "dev.zoetrope.kernel.widget.*",
          "static dev.zoetrope.kernel.Notebook.*");

  private final Renderers renderers;
  private final ErrorFaces faces;
  private final Displays displays;
  private final Magics magics;
  private final Comms comms;
  private final CompletableFuture<JavaSession> session = new CompletableFuture<>();
  private final Queue<String> notes = new ConcurrentLinkedQueue<>();
  private final List<Path> added = new CopyOnWriteArrayList<>();
  private final List<String> imports = new ArrayList<>(IMPORTS);
  private final Set<Class<?>> installed = new HashSet<>();
  private final List<String> snippets = new ArrayList<>();
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();

  Startup(Renderers renderers, ErrorFaces faces, Displays displays, Magics magics, Comms comms) {
    this.renderers = renderers;
    this.faces = faces;
    this.displays = displays;
    this.magics = magics;
    this.comms = comms;
  }

  /** The session; waits until it is ready. */
  JavaSession session() {
    return session.join();
  }

  /** The session if it is ready. */
  Optional<JavaSession> sessionIfReady() {
    return Optional.ofNullable(session.getNow(null));
  }

  /** What the user should know of the start; told once. */
  List<String> notes() {
    List<String> told = new ArrayList<>();
    for (String note = notes.poll(); note != null; note = notes.poll()) {
      told.add(note);
    }
    return told;
  }

  /** Makes the session ready. */
  void run() {
    try {
      JavaSession started = JavaSession.open(System.getProperty("java.class.path"), faces);
      Thread.currentThread().setContextClassLoader(started.classLoader());
      installExtensions(started.classLoader());
      prepareAll(started);
      // The first expression loads a good part of the compiler; better now than under the user's
      // eyes.
      prepare(started, "1 + 1");
      started.declarations().begin();
      session.complete(started);
    } catch (Throwable e) {
      LOG.error("The Java session cannot start", e);
      session.completeExceptionally(e);
    }
  }

  /** The session as magics see it, for whoever is not in a cell. */
  SessionView view() {
    return new SessionView(session(), this);
  }

  /** What cells have added. */
  List<Path> addedToClassPath() {
    return List.copyOf(added);
  }

  /** Adds entries for the cells to come, and installs extensions that are in them. */
  void addToClassPath(List<Path> entries) {
    JavaSession running = session();
    entries.forEach(running::addToClassPath);
    added.addAll(entries);
    installExtensions(running.classLoader());
    prepareAll(running);
  }

  private void prepareAll(JavaSession started) {
    drained(imports).forEach(name -> prepare(started, "import " + name + ";"));
    drained(snippets).forEach(code -> prepare(started, code));
  }

  private void prepare(JavaSession started, String code) {
    try {
      started.prepare(code);
    } catch (IllegalArgumentException e) {
      note(String.valueOf(e.getMessage()), e);
    }
  }

  private void installExtensions(ClassLoader loader) {
    for (KernelExtension extension : ServiceLoader.load(KernelExtension.class, loader)) {
      if (!installed.add(extension.getClass())) {
        continue;
      }
      try {
        extension.install(this);
        onClose(extension::uninstall);
      } catch (Exception | LinkageError e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        note("The extension " + extension.getClass().getName() + " could not start: " + e, e);
      }
    }
  }

  private void note(String text, Throwable cause) {
    LOG.warn(text, cause);
    notes.add(text + "\n");
  }

  private synchronized List<String> drained(List<String> list) {
    List<String> all = List.copyOf(list);
    list.clear();
    return all;
  }

  @Override
  public <T> void render(Class<T> type, Renderer<? super T> renderer) {
    renderers.register(type, renderer);
  }

  @Override
  public <X extends Throwable> void face(Class<X> type, Function<? super X, ErrorFace> face) {
    faces.register(type, face);
  }

  @Override
  public void magic(Magic magic) {
    magics.add(magic);
  }

  @Override
  public synchronized void imports(String... names) {
    imports.addAll(List.of(names));
  }

  @Override
  public synchronized void startup(String code) {
    snippets.add(code);
  }

  @Override
  public Displays displays() {
    return displays;
  }

  @Override
  public Comms comms() {
    return comms;
  }

  @Override
  public synchronized void onClose(AutoCloseable resource) {
    resources.push(resource);
  }

  @Override
  public void close() {
    for (AutoCloseable resource : drain()) {
      try {
        resource.close();
      } catch (Exception e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        LOG.warn("Closing {} failed", resource, e);
      }
    }
  }

  private synchronized List<AutoCloseable> drain() {
    List<AutoCloseable> all = List.copyOf(resources);
    resources.clear();
    return all;
  }
}
