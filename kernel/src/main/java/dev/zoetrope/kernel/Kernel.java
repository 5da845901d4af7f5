package dev.zoetrope.kernel;

import dev.zoetrope.kernel.display.Displays;
import dev.zoetrope.kernel.display.ErrorFace;
import dev.zoetrope.kernel.display.ErrorFaces;
import dev.zoetrope.kernel.display.Renderers;
import dev.zoetrope.kernel.display.Screen;
import dev.zoetrope.kernel.display.Streams;
import dev.zoetrope.kernel.jshell.JavaSession;
import dev.zoetrope.kernel.magic.Magics;
import dev.zoetrope.kernel.widget.Comms;
import dev.zoetrope.kernel.wire.Origin;
import dev.zoetrope.kernel.wire.Request;
import dev.zoetrope.kernel.wire.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A running kernel: what listens, what runs cells, and who answers what.
 *
 * <p>Four lanes: cells; help for the editor; comms, so that a click is answered while a cell runs;
 * control, which interrupts and ends.
 */
final class Kernel implements AutoCloseable {
  private final Wire wire;
  private final Consumer<Throwable> onBroken;
  private final Screen screen;
  private final Magics magics = new Magics();
  private final Startup startup;
  private final Comms comms;
  private final Questions questions;
  private final Cells cells;
  private final Router router;
  private final WarmUp warmUp;
  private final Lane cellLane = new Lane("cells");
  private final Lane helpLane = new Lane("help");
  private final Lane commLane = new Lane("comms");
  private final Lane controlLane = new Lane("control");
  private final CountDownLatch ended = new CountDownLatch(1);
  // Confined to the cells' lane.
  private @Nullable Streams streams;

  private Kernel(Wire wire, Optional<Path> historyFile, Consumer<Throwable> onBroken) {
    this.wire = wire;
    this.onBroken = onBroken;
    this.screen = new Screen(wire, outputLimit(System.getenv()));
    Renderers renderers = Renderers.withPictures();
    Displays displays = new Displays(screen, renderers);
    History history = new History(historyFile.map(HistoryFile::new), helpLane::run);
    ErrorFaces faces = faces();
    this.comms = new Comms(wire, screen, new ListenerRuns(this::session, commLane));
    comms.drawWith(renderers);
    this.startup = new Startup(renderers, faces, displays, magics, comms);
    this.questions = new Questions(wire, screen);
    this.cells = new Cells(wire, screen, renderers, displays, magics, startup, history, questions);
    this.warmUp = new WarmUp(cellLane, startup, screen, wire);
    this.router = new Router(wire, onBroken);
    Notebook.connect(displays, questions);
    addRoutes(history);
  }

  /**
   * Starts a kernel that can answer at once; its Java session gets ready meanwhile.
   *
   * @param historyFile where the history lasts, if anywhere
   * @param onBroken hears of an error after which the process had better end
   * @throws IOException if the connection file cannot be used
   */
  static Kernel start(Path connectionFile, Optional<Path> historyFile, Consumer<Throwable> onBroken)
      throws IOException {
    Kernel kernel = new Kernel(Wire.open(connectionFile, onBroken), historyFile, onBroken);
    kernel.wire.publish(Origin.NONE, "status", Map.of("execution_state", "starting"));
    kernel.wire.listen(kernel::accept);
    kernel.cellLane.run(kernel::getReady);
    return kernel;
  }

  /** Bytes of text for each cell. */
  static long outputLimit(Map<String, String> environment) {
    String megabytes = environment.getOrDefault("ZOETROPE_KERNEL_OUTPUT_MB", "");
    return megabytes.matches("[1-9]\\d{0,5}")
        ? Long.parseLong(megabytes) << 20
        : Screen.DEFAULT_LIMIT;
  }

  private void getReady() {
    // The log's handlers take System.err as it is when they are made: that must be the process's
    // own.
    java.util.logging.Logger.getLogger("").getHandlers();
    Streams redirected = Streams.redirect(screen, new Typed(questions));
    startup.onClose(redirected);
    startup.onClose(Uncaught.watch(startup::sessionIfReady));
    streams = redirected;
    HeapGuard guard = HeapGuard.watch(cells::expectLittleMemory, cells::stopForMemory, onBroken);
    startup.onClose(guard);
    cells.guardedBy(guard);
    startup.run();
    warmUp.run();
  }

  private JavaSession session() {
    return startup.session();
  }

  private static ErrorFaces faces() {
    ErrorFaces faces = new ErrorFaces();
    faces.register(
        NoInput.class,
        e ->
            new ErrorFace(
                "NoInput", String.valueOf(e.getMessage()), "Put the value into the cell."));
    return faces;
  }

  private void addRoutes(History history) {
    Help help = new Help(startup, magics);
    router.add("execute_request", cellLane, this::execute);
    router.add("complete_request", helpLane, help::complete);
    router.add("inspect_request", helpLane, help::inspect);
    router.add("is_complete_request", helpLane, help::isComplete);
    router.add("history_request", helpLane, history::reply);
    router.add("comm_info_request", commLane, comms::info);
    router.add("comm_open", commLane, comms::opened);
    router.add("comm_msg", commLane, comms::message);
    router.add("comm_close", commLane, comms::closed);
    router.add("kernel_info_request", controlLane, request -> Optional.of(KernelInfo.reply()));
    router.add("connect_request", controlLane, this::connect);
    router.add("interrupt_request", controlLane, this::interrupt);
    router.add("shutdown_request", controlLane, this::shutDown);
  }

  private Optional<Map<String, Object>> connect(Request request) {
    Map<String, Object> reply = new LinkedHashMap<>(wire.ports());
    reply.put("status", "ok");
    return Optional.of(reply);
  }

  private void accept(Request request) {
    switch (request.type()) {
      case "input_reply" -> questions.answer(request);
      case "execute_request" -> {
        cells.arrived();
        router.accept(request);
      }
      default -> router.accept(request);
    }
  }

  private Optional<Map<String, Object>> execute(Request request) {
    if (streams != null) {
      streams.mend();
    }
    Optional<Map<String, Object>> reply = cells.execute(request);
    warmUp.later();
    return reply;
  }

  private Optional<Map<String, Object>> interrupt(Request request) {
    warmUp.end();
    startup.sessionIfReady().ifPresent(JavaSession::stop);
    return Optional.of(Map.of("status", "ok"));
  }

  private Optional<Map<String, Object>> shutDown(Request request) {
    end();
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("status", "ok");
    content.put("restart", request.flag("restart", false));
    return Optional.of(content);
  }

  /** Asks the kernel to end. */
  void end() {
    ended.countDown();
  }

  /** Waits until somebody asks the kernel to end. */
  void awaitEnd() throws InterruptedException {
    ended.await();
  }

  @Override
  public void close() {
    startup.sessionIfReady().ifPresent(JavaSession::stop);
    // The reply to a shutdown request may still be on its way on the control lane.
    controlLane.finish();
    startup.close();
    cellLane.close();
    // The last cell may still be on its way into the history.
    helpLane.finish();
    commLane.close();
    magics.close();
    screen.close();
    wire.close();
    Notebook.connect(null, null);
  }
}
