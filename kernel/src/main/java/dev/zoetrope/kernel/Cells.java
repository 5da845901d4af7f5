package dev.zoetrope.kernel;

import dev.zoetrope.kernel.display.CellOutput;
import dev.zoetrope.kernel.display.Display;
import dev.zoetrope.kernel.display.Displays;
import dev.zoetrope.kernel.display.Renderers;
import dev.zoetrope.kernel.display.Screen;
import dev.zoetrope.kernel.jshell.CellError;
import dev.zoetrope.kernel.jshell.CellResult;
import dev.zoetrope.kernel.jshell.JavaSession;
import dev.zoetrope.kernel.magic.Magics;
import dev.zoetrope.kernel.wire.Publisher;
import dev.zoetrope.kernel.wire.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs cells. Requests arrive on the socket thread and run on the cells' lane. */
final class Cells {
  private static final Logger LOG = LoggerFactory.getLogger(Cells.class);

  private static final long NOBODY = -1;

  private final Publisher publisher;
  private final Screen screen;
  private final Renderers renderers;
  private final Displays displays;
  private final Magics magics;
  private final Startup startup;
  private final History history;
  private final Questions questions;
  private final AtomicLong arrived = new AtomicLong();
  private @Nullable HeapGuard guard;
  // Confined to whoever watches the heap.
  private long suspect = NOBODY;
  // Guarded by this, so that a full heap stops the cell that filled it and never the next one.
  private boolean heapFull;
  private boolean tightAtStart;
  private long handled;
  // The rest is confined to the cells' lane.
  private long abortedUpTo;
  private int count;

  Cells(
      Publisher publisher,
      Screen screen,
      Renderers renderers,
      Displays displays,
      Magics magics,
      Startup startup,
      History history,
      Questions questions) {
    this.publisher = publisher;
    this.screen = screen;
    this.renderers = renderers;
    this.displays = displays;
    this.magics = magics;
    this.startup = startup;
    this.history = history;
    this.questions = questions;
  }

  /** Before the first cell: who knows whether the heap is full. */
  void guardedBy(HeapGuard guard) {
    this.guard = guard;
  }

  /** The heap begins to fill. */
  void expectLittleMemory() {
    startup.sessionIfReady().ifPresent(JavaSession::expectLittleMemory);
  }

  /**
   * The heap is full: what runs is stopped, and told why.
   *
   * @param atOnce whether it became full just now; otherwise a cell's code has until the next call
   *     to let go of something
   */
  void stopForMemory(boolean atOnce) {
    long running = running();
    if (atOnce || (running == suspect && isStillFull())) {
      stop(running, atOnce);
    }
    // On a full heap the compiler is slow, and innocent.
    boolean inCode = startup.sessionIfReady().map(JavaSession::isInCode).orElse(false);
    suspect = inCode ? running : NOBODY;
  }

  private boolean isStillFull() {
    return guard != null && guard.isStillFull();
  }

  private synchronized long running() {
    return handled;
  }

  private synchronized void stop(long number, boolean atOnce) {
    if (handled == number && !(atOnce && tightAtStart)) {
      heapFull |= startup.sessionIfReady().map(JavaSession::stopForMemory).orElse(false);
    }
  }

  /** Counts a request when it arrives, so that an error knows which cells were already queued. */
  void arrived() {
    arrived.incrementAndGet();
  }

  Optional<Map<String, Object>> execute(Request request) {
    if (begin() <= abortedUpTo) {
      return Optional.of(Map.of("status", "aborted"));
    }
    JavaSession session = startup.session();
    CellOutput output = screen.open(request.origin());
    questions.open(request);
    try {
      return Optional.of(run(request, session, output));
    } catch (RuntimeException | Error e) {
      return Optional.of(unforeseen(request, output, e));
    } finally {
      questions.close();
      output.flush();
    }
  }

  private Map<String, Object> run(Request request, JavaSession session, CellOutput output) {
    String code = request.text("code", "");
    number(request, output, code);
    startup.notes().forEach(note -> output.print("stderr", note));
    Optional<String> subject = Pager.subject(code);
    if (subject.isPresent()) {
      return done(Map.of(), Pager.payload(session, magics, subject.get()));
    }
    CellResult result = evaluate(session, code, output);
    result.bundle().filter(b -> !b.isEmpty()).ifPresent(bundle -> output.result(count, bundle));
    Optional<CellError> error = result.error().map(this::reason);
    error.ifPresent(e -> output.error(e.name(), e.message(), e.trace()));
    return error.isPresent()
        ? failed(request, error.get())
        : done(expressions(request, session, output), List.of());
  }

  // The last net: the kernel's own mistakes, too, are told where the user looks for errors.
  private Map<String, Object> unforeseen(Request request, CellOutput output, Throwable thrown) {
    LOG.error("A cell could not be run to its end", thrown);
    String name = thrown.getClass().getSimpleName();
    CellError error =
        new CellError(name, String.valueOf(thrown.getMessage()), List.of(thrown.toString()));
    output.error(error.name(), error.message(), error.trace());
    return failed(request, error);
  }

  private synchronized long begin() {
    handled++;
    heapFull = false;
    tightAtStart = guard != null && guard.isTight();
    return handled;
  }

  private synchronized boolean stoppedForMemory() {
    return heapFull;
  }

  private CellError reason(CellError error) {
    if (!stoppedForMemory()) {
      return error;
    }
    long megabytes = Runtime.getRuntime().maxMemory() >> 20;
    String message =
        "The heap of "
            + megabytes
            + " MB is full, so the cell was stopped. Let go of what is no longer needed"
            + " (name = null), or install the kernel with more, such as --jvm-arg -Xmx"
            + 2 * megabytes
            + "m.";
    return new CellError("OutOfMemoryError", message, List.of("OutOfMemoryError: " + message));
  }

  private CellResult evaluate(JavaSession session, String code, CellOutput output) {
    Cell cell = new Cell(session, count, note -> output.print("stderr", note), this::draw);
    return Magics.mayHold(code)
        ? new MagicCell(cell, magics, startup.view(), displays, output).execute(code)
        : cell.run(code);
  }

  private void number(Request request, CellOutput output, String code) {
    boolean silent = request.flag("silent", false);
    if (silent) {
      output.silence();
      return;
    }
    if (request.flag("store_history", true)) {
      count++;
      history.add(count, code);
    }
    publisher.publish(
        request.origin(), "execute_input", Map.of("code", code, "execution_count", count));
  }

  // A display's handle as last value is not news: what it shows is on screen already.
  private Map<String, Object> draw(Object value) {
    return value instanceof Display ? Map.of() : renderers.render(value);
  }

  /** Values that the front end wants to know beside the cell, each with its own success. */
  private Map<String, Object> expressions(Request request, JavaSession session, CellOutput output) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (request.content().get("user_expressions") instanceof Map<?, ?> asked) {
      asked.forEach(
          (name, code) ->
              values.put(
                  String.valueOf(name), value(evaluate(session, String.valueOf(code), output))));
    }
    return values;
  }

  private static Map<String, Object> value(CellResult result) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("status", result.error().isPresent() ? "error" : "ok");
    result.error().ifPresent(error -> describe(error, value));
    if (result.error().isEmpty()) {
      value.put("data", result.bundle().orElse(Map.of()));
      value.put("metadata", Map.of());
    }
    return value;
  }

  private Map<String, Object> done(Map<String, Object> expressions, List<?> payload) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("status", "ok");
    content.put("execution_count", count);
    content.put("user_expressions", expressions);
    content.put("payload", payload);
    return content;
  }

  private Map<String, Object> failed(Request request, CellError error) {
    if (request.flag("stop_on_error", true)) {
      abortedUpTo = arrived.get();
    }
    Map<String, Object> content = done(Map.of(), List.of());
    content.put("status", "error");
    describe(error, content);
    return content;
  }

  private static void describe(CellError error, Map<String, Object> content) {
    content.put("ename", error.name());
    content.put("evalue", error.message());
    content.put("traceback", error.trace());
  }
}
