package dev.zoetrope.kernel.jshell;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.kernel.display.ErrorFaces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;

/**
 * The Java that a notebook's cells share: their variables, methods and classes.
 *
 * <p>One thread runs cells; {@link #stop()} and {@link #editor()} may be used from others
 * meanwhile.
 */
public final class JavaSession implements AutoCloseable {
  private final ReentrantLock compiler = new ReentrantLock();
  private final CellLines lines = new CellLines();
  private final CellLoader loader = new CellLoader(JavaSession.class.getClassLoader(), lines);
  private final Spare spare = new Spare();
  private final CellControl control = new CellControl(loader, compiler, spare);
  private final CellRun run = new CellRun();
  private final CellRun listening = new CellRun();
  private final StopWarden warden = new StopWarden("cell", run);
  private final StopWarden listenersWarden = new StopWarden("listener", listening);
  private final ErrorFaces faces;
  private final JShell shell;
  private final ClassIndex index;
  private final Documented documented;
  private final Editor editor;
  private final Declarations declarations;
  private final LostTypes lost;
  private volatile Consumer<String> notes = note -> {};
  private volatile Consumer<String> listenerNotes = note -> {};

  private JavaSession(String classPath, ErrorFaces faces) {
    this.faces = faces;
    StopCheck.rehearse();
    this.shell = Shells.create(control, classPath);
    lines.connect(shell);
    this.index = new ClassIndex(loader, classPath);
    Suggested suggested = new Suggested(shell, new Members(loader), index);
    this.documented = new Documented(shell, suggested::named);
    this.editor = new Editor(shell.sourceCodeAnalysis(), suggested, documented, compiler);
    this.lost = new LostTypes(shell);
    this.declarations = new Declarations(shell, control, compiler, lost);
  }

  /**
   * Starts an empty session.
   *
   * @param classPath what cells may use, as in {@code java.class.path}; the kernel's own class
   *     loader must see the same
   * @param faces exceptions that are shown without a stack
   */
  public static JavaSession open(String classPath, ErrorFaces faces) {
    return new JavaSession(
        requireNonNull(classPath, "classPath is null"), requireNonNull(faces, "faces is null"));
  }

  /** The class loader that sees the classes of cells. */
  public ClassLoader classLoader() {
    return loader;
  }

  /** Help for the editor. */
  public Editor editor() {
    return editor;
  }

  /**
   * Runs code before the first cell, without a number of its own.
   *
   * @throws IllegalArgumentException if it fails; the message says why
   */
  public void prepare(String code) {
    CellResult result = run(0, code, notes -> {}, value -> Map.of());
    result
        .error()
        .ifPresent(
            error -> {
              throw new IllegalArgumentException(
                  "The start-up code `" + code + "` failed: " + String.join("\n", error.trace()));
            });
  }

  /**
   * Runs a cell. Never throws: whatever goes wrong, in the cell or in drawing its value, is in the
   * result.
   *
   * @param cell the cell's number, for error messages
   * @param notes takes remarks that are not errors, such as a method that cannot be called yet
   * @param draw draws the value of the cell's last expression; counts as part of the cell: it can
   *     be stopped, and may fail
   */
  public CellResult run(
      int cell, String code, Consumer<String> notes, Function<Object, Map<String, Object>> draw) {
    return run("In [" + cell + "]", code, notes, draw);
  }

  /**
   * Runs code that errors call by this name.
   *
   * @param name for example that of a file
   * @see #run(int, String, Consumer, Function)
   */
  public CellResult run(
      String name,
      String code,
      Consumer<String> notes,
      Function<Object, Map<String, Object>> draw) {
    run.begin();
    this.notes = notes;
    try {
      spare.hold();
      return result(new CellSource(name, code), notes, draw);
    } catch (Throwable e) {
      // The last net: a cell that fails in a way nobody thought of must still get its reply.
      spare.giveUpFor(e);
      return CellResult.failed(describe(e));
    } finally {
      run.end();
    }
  }

  /**
   * Runs work of the kernel's own as a cell: it can be stopped, and what it throws is in the
   * result. Code that the work runs through this session is part of the same cell.
   */
  public CellResult perform(Callable<CellResult> work) {
    run.begin();
    try {
      return work.call();
    } catch (Throwable e) {
      spare.giveUpFor(e);
      return CellResult.failed(describe(e));
    } finally {
      run.end();
    }
  }

  /**
   * Runs what a page has set off, beside the cells: a stop ends it as well once it has run for half
   * a second. One at a time.
   *
   * @param notes takes remarks that are not errors
   * @return what went wrong, if anything
   */
  public Optional<CellError> listen(Runnable listener, Consumer<String> notes) {
    requireNonNull(listener, "listener is null");
    listening.begin();
    listenerNotes = requireNonNull(notes, "notes is null");
    try {
      listener.run();
      return Optional.empty();
    } catch (Throwable e) {
      return Optional.of(error(e, "listener"));
    } finally {
      listening.end();
    }
  }

  /** How long code of cells has run since the session began, without its compilation. */
  public Duration ran() {
    return Duration.ofNanos(control.ranNanos());
  }

  /** What cells have declared. */
  public Declarations declarations() {
    return declarations;
  }

  /**
   * Adds a jar or a folder to the class path of the cells to come.
   *
   * @throws IllegalStateException if the Java session refuses it
   */
  public void addToClassPath(Path entry) {
    compiler.lock();
    try {
      shell.addToClasspath(requireNonNull(entry, "entry is null").toString());
      index.add(entry);
      documented.forget();
    } finally {
      compiler.unlock();
    }
  }

  private CellResult result(
      CellSource source, Consumer<String> notes, Function<Object, Map<String, Object>> draw) {
    Waiting waiting = new Waiting(shell);
    Optional<Object> value = Optional.empty();
    try {
      while (source.hasNext(editor)) {
        control.reset();
        for (SnippetEvent event : evaluate(source)) {
          Optional<CellError> error = error(event, source);
          if (error.isPresent()) {
            return CellResult.failed(error.get());
          }
          waiting.add(event);
          value = Optional.ofNullable(Outcome.isShown(event) ? control.value() : CellValue.take());
        }
      }
    } finally {
      waiting.note().ifPresent(notes);
    }
    run.settle();
    return value.map(draw).map(CellResult::shown).orElseGet(CellResult::nothing);
  }

  private List<SnippetEvent> evaluate(CellSource source) {
    compiler.lock();
    try {
      for (String shortcut : Shortcuts.of(source.snippet(), source.isLast(editor))) {
        List<SnippetEvent> events = evaluate(source, shortcut);
        if (!Outcome.isRejected(events)) {
          return events;
        }
      }
      return evaluate(source, source.snippet());
    } finally {
      compiler.unlock();
    }
  }

  private List<SnippetEvent> evaluate(CellSource source, String snippet) {
    lines.comeFrom(source.name(), source.line(), snippet);
    List<SnippetEvent> events = shell.eval(snippet);
    loader.define();
    forgetRefused(events);
    return events.stream().filter(e -> e.causeSnippet() == null).toList();
  }

  private void forgetRefused(List<SnippetEvent> events) {
    events.stream()
        .filter(event -> event.status() == Snippet.Status.REJECTED)
        .forEach(event -> lost.afterLossOf(event.snippet()));
  }

  private Optional<CellError> error(SnippetEvent event, CellSource source) {
    Snippet snippet = event.snippet();
    Throwable thrown = control.thrown();
    if (Outcome.isTooLarge(shell, event)) {
      return Optional.of(refuse(snippet, source));
    }
    if (event.status() == Snippet.Status.REJECTED) {
      return Optional.of(compileError(snippet, source));
    }
    if (Waiting.isOfUnknownType(event)) {
      return Optional.of(refuseUnknownType((VarSnippet) snippet, source));
    }
    if (event.exception() instanceof jdk.jshell.UnresolvedReferenceException unresolved) {
      return Optional.of(Outcome.unresolved(shell, unresolved));
    }
    // Without an exception of the event JShell itself has failed while it told of this one.
    return Optional.ofNullable(thrown).map(this::describe);
  }

  private CellError compileError(Snippet snippet, CellSource source) {
    return errors(source).of(shell.diagnostics(snippet).toList(), source.start());
  }

  private CompileErrors errors(CellSource source) {
    return source.errors(index::named, name -> Waiting.reason(shell, name));
  }

  private CellError refuseUnknownType(VarSnippet variable, CellSource source) {
    compiler.lock();
    try {
      String type = shell.unresolvedDependencies(variable).findFirst().orElse(variable.typeName());
      shell.drop(variable);
      return errors(source).unknownType(type, source.start());
    } finally {
      compiler.unlock();
    }
  }

  /**
   * JShell would compile it again with each cell to come, and its compiler, which it uses again,
   * does not forget what was too long: no other cell would run. A change of the class path makes a
   * new one.
   */
  private CellError refuse(Snippet snippet, CellSource source) {
    compiler.lock();
    try {
      CellError error = compileError(snippet, source);
      if (shell.status(snippet).isActive()) {
        shell.drop(snippet);
        lost.afterLossOf(snippet);
      }
      shell.addToClasspath(System.getProperty("java.home"));
      return error;
    } finally {
      compiler.unlock();
    }
  }

  /**
   * What was thrown, as errors of cells are shown; empty if no line of a cell is in its stack, for
   * then all of that is wanted. From any thread.
   */
  public Optional<CellError> explain(Throwable thrown) {
    return Traceback.isOfACell(requireNonNull(thrown, "thrown is null"))
        ? Optional.of(error(thrown, "thread"))
        : Optional.empty();
  }

  private CellError describe(Throwable thrown) {
    return error(thrown, "cell");
  }

  private CellError error(Throwable thrown, String what) {
    if (StopCheck.isRequested(Thread.currentThread()) && isStop(thrown)) {
      return Traceback.stopped(what, thrown);
    }
    return faces
        .of(thrown)
        .map(face -> Traceback.plain(face.name(), face.message(), face.nextStep()))
        .orElseGet(() -> Traceback.of(thrown));
  }

  private static boolean isStop(Throwable thrown) {
    return Causes.chain(thrown).stream()
        .anyMatch(
            each ->
                each instanceof CellStopped
                    // A recursion that catches stops may end in its own way.
                    || each instanceof StackOverflowError
                    || each instanceof InterruptedException
                    || each instanceof java.nio.channels.ClosedByInterruptException
                    || each instanceof java.net.SocketException
                    || each instanceof java.io.InterruptedIOException);
  }

  /**
   * Stops the running cell; false if none runs. If the cell is in code that cannot be interrupted,
   * its notes say so after two seconds, and where it hangs. The same for a listener that runs, but
   * not before it has run for half a second: a person cannot mean one that is as good as over.
   */
  public boolean stop() {
    listenersWarden.stopLater(listenerNotes);
    boolean running = run.stop();
    if (running) {
      warden.watch(notes);
    }
    return running;
  }

  /** Holds memory back for the time when there is none left. */
  public void expectLittleMemory() {
    spare.grow();
  }

  /** Stops the running cell as {@link #stop()} does, because the heap is full. */
  public boolean stopForMemory() {
    spare.giveUpLater();
    return stop();
  }

  /** Whether the code of a cell runs now, and not the compiler. */
  public boolean isInCode() {
    return control.isInCode();
  }

  @Override
  public void close() {
    warden.close();
    listenersWarden.close();
    shell.close();
    try {
      loader.close();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
