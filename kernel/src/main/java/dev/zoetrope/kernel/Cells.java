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

/** Runs cells. Requests arrive on the socket thread and run on the cells' lane. */
final class Cells {
  private final Publisher publisher;
  private final Screen screen;
  private final Renderers renderers;
  private final Displays displays;
  private final Magics magics;
  private final Startup startup;
  private final History history;
  private final AtomicLong arrived = new AtomicLong();
  // The rest is confined to the cells' lane.
  private long handled;
  private long abortedUpTo;
  private int count;

  Cells(
      Publisher publisher,
      Screen screen,
      Renderers renderers,
      Displays displays,
      Magics magics,
      Startup startup,
      History history) {
    this.publisher = publisher;
    this.screen = screen;
    this.renderers = renderers;
    this.displays = displays;
    this.magics = magics;
    this.startup = startup;
    this.history = history;
  }

  /** Counts a request when it arrives, so that an error knows which cells were already queued. */
  void arrived() {
    arrived.incrementAndGet();
  }

  Optional<Map<String, Object>> execute(Request request) {
    handled++;
    if (handled <= abortedUpTo) {
      return Optional.of(Map.of("status", "aborted"));
    }
    JavaSession session = startup.session();
    CellOutput output = screen.open(request.origin());
    String code = request.text("code", "");
    number(request, output, code);
    startup.notes().forEach(note -> output.print("stderr", note));
    CellResult result = run(session, code, output);
    result.bundle().filter(b -> !b.isEmpty()).ifPresent(bundle -> output.result(count, bundle));
    result.error().ifPresent(e -> output.error(e.name(), e.message(), e.trace()));
    output.flush();
    return Optional.of(reply(request, result));
  }

  private CellResult run(JavaSession session, String code, CellOutput output) {
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
    count++;
    if (request.flag("store_history", true)) {
      history.add(count, code);
    }
    publisher.publish(
        request.origin(), "execute_input", Map.of("code", code, "execution_count", count));
  }

  // A display's handle as last value is not news: what it shows is on screen already.
  private Map<String, Object> draw(Object value) {
    return value instanceof Display ? Map.of() : renderers.render(value);
  }

  private Map<String, Object> reply(Request request, CellResult result) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("status", result.error().isPresent() ? "error" : "ok");
    content.put("execution_count", count);
    content.put("user_expressions", Map.of());
    content.put("payload", List.of());
    result.error().ifPresent(error -> addError(request, error, content));
    return content;
  }

  private void addError(Request request, CellError error, Map<String, Object> content) {
    content.put("ename", error.name());
    content.put("evalue", error.message());
    content.put("traceback", error.trace());
    if (request.flag("stop_on_error", true)) {
      abortedUpTo = arrived.get();
    }
  }
}
