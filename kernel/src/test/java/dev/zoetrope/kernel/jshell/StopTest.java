package dev.zoetrope.kernel.jshell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.kernel.display.ErrorFaces;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
public final class StopTest {
  /** Cells tell here that they run; reached by its name from their code. */
  public static final class Signal {
    static volatile CountDownLatch started = new CountDownLatch(1);

    private Signal() {}

    /** A library's call that answers a stop with what it has. */
    public static String ask() {
      started();
      try {
        boolean all = new CountDownLatch(1).await(600, TimeUnit.SECONDS);
        return all ? "all" : "nothing";
      } catch (InterruptedException e) {
        return "part";
      }
    }

    /** Called by the cell. */
    public static void started() {
      started.countDown();
    }
  }

  private final BlockingQueue<String> notes = new LinkedBlockingQueue<>();

  private final JavaSession session =
      JavaSession.open(System.getProperty("java.class.path"), new ErrorFaces());

  @AfterEach
  void close() {
    session.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while (true) {}",
        "long q = 0; while (true) q++;",
        "for (;;) { try { Integer.parseInt(\"x\"); } catch (Throwable t) {} }",
        "while (true) { try { Thread.sleep(600_000); } catch (InterruptedException e) {} }",
        "do { } while (true);",
        "Thread.sleep(600_000);",
        "new java.util.concurrent.CountDownLatch(1).await();",
        "java.util.stream.Stream.iterate(1, i -> i + 1).forEach(i -> {});",
        "new Object() { int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); } }.fib(70);",
        "synchronized (this.getClass()) { }",
        "Object lock = new Object(); synchronized (lock) { lock.wait(); }",
        "var lock = new java.util.concurrent.locks.ReentrantLock(); var t = new Thread(lock::lock); t.start(); t.join(); lock.lock();",
        "new java.util.concurrent.CompletableFuture<String>().join();",
        "new java.io.PipedInputStream(new java.io.PipedOutputStream()).read();",
        "java.nio.channels.Pipe.open().source().read(java.nio.ByteBuffer.allocate(1));",
        "java.nio.channels.ServerSocketChannel.open().bind(null).accept();",
        "new ProcessBuilder(\"sleep\", \"60\").start().waitFor();",
        "new Object() { void r() { try { r(); } catch (Throwable t) { r(); } } }.r();",
        "new Object() { void r() { try { r(); } finally { r(); } } }.r();",
        "new Object() { int r(int n) { try { return r(n + 1); } catch (StackOverflowError e) { return r(0); } } }.r(0);",
        "class C implements AutoCloseable { void r() { try (C c = new C()) { r(); } } public void close() { r(); } } new C().r();",
        "java.util.stream.Stream.generate(String::new).allMatch(String::isEmpty);",
        "java.nio.channels.Selector.open().select()",
        "java.util.concurrent.locks.LockSupport.park();",
        "while (true) { switch (1) { case 1: continue; default: } }",
      })
  void stopEndsTheCellAndKeepsItsVariables(String loop) throws Exception {
    if (loop.startsWith("synchronized (this")) {
      loop = "new Object() { void run() { for (;;) { synchronized (this) { } } } }.run();";
    }
    run("int kept = 42;");
    CompletableFuture<CellResult> running = start(loop);

    assertThat(session.stop()).isTrue();
    CellResult result = running.get(60, TimeUnit.SECONDS);

    assertThat(result.error())
        .hasValueSatisfying(e -> assertThat(e.name()).isEqualTo("Interrupted"));
    assertThat(run("kept").bundle()).contains(Map.of("value", 42));
  }

  @Test
  void aValueThatCannotBeDrawnInTimeCanBeStoppedToo() throws Exception {
    CompletableFuture<CellResult> running =
        start("new Object() { public String toString() { while (true) {} } }");
    // The signal comes before the value is drawn; stop until the loop has been reached.
    CellResult result = stopUntilDone(running);

    assertThat(result.error()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"int end = ", ""})
  void aReadFromAProcessThatTheCellStartedEndsWithTheProcess(String variable) throws Exception {
    CompletableFuture<CellResult> running =
        start(variable + "new ProcessBuilder(\"sleep\", \"60\").start().getInputStream().read()");
    session.stop();

    assertThat(running.get(20, TimeUnit.SECONDS).error())
        .hasValueSatisfying(e -> assertThat(e.name()).isEqualTo("Interrupted"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while (true) server.accept();",
        "java.util.concurrent.Callable<Object> accept = server::accept; while (true) accept.call();",
        "try (var s = new java.net.Socket(\"localhost\", server.getLocalPort())) { s.getInputStream().read(); }",
        "new java.io.InputStreamReader(quiet.getInputStream()).read();",
        "older.read();",
        "var http = new java.net.URL(\"http://localhost:\" + server.getLocalPort() + \"/\").openStream();",
        "new java.net.DatagramSocket().receive(new java.net.DatagramPacket(new byte[1], 1));",
      })
  void aWaitForASocketEndsWithTheSocketAndVariablesStay(String wait) throws Exception {
    // All on one thread, as cells are.
    String setUp =
        """
        var server = new java.net.ServerSocket(0);
        int kept = 42;
        var quiet = new java.net.Socket("localhost", server.getLocalPort());
        var older = quiet.getInputStream();
        """;
    CompletableFuture<CellResult> running =
        start(setUp + "{ " + Signal.class.getCanonicalName() + ".started(); ", wait + " }");
    session.stop();

    assertThat(running.get(60, TimeUnit.SECONDS).error())
        .hasValueSatisfying(e -> assertThat(e.name()).isEqualTo("Interrupted"));
    assertThat(run("kept").bundle()).contains(Map.of("value", 42));
  }

  @Test
  void whatCannotBeStoppedIsSaidWithItsPlace() throws Exception {
    Object port =
        run("var server = new java.net.ServerSocket(0); server.getLocalPort()")
            .bundle()
            .orElseThrow()
            .get("value");
    // A call by reflection is none of the cell's own, so nobody knows the socket.
    CompletableFuture<CellResult> running =
        start(
            "{ " + Signal.class.getCanonicalName() + ".started(); ",
            "server.getClass().getMethod(\"accept\").invoke(server); }");
    session.stop();

    assertThat(notes.poll(30, TimeUnit.SECONDS))
        .contains("cannot be interrupted")
        .contains("java.net.ServerSocket.accept")
        .contains("at In [1]:1");
    new java.net.Socket("localhost", (Integer) port).close();
    assertThat(running.get(20, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void stopWithoutACellDoesNothing() {
    assertThat(session.stop()).isFalse();
    assertThat(run("1 + 1").bundle()).contains(Map.of("value", 2));
  }

  @Test
  void aLibraryThatAnswersTheStopKeepsWhatItHas() throws Exception {
    CompletableFuture<CellResult> running = start("", Signal.class.getCanonicalName() + ".ask()");
    session.stop();

    assertThat(running.get(60, TimeUnit.SECONDS).bundle()).contains(Map.of("value", "part"));
  }

  @Test
  void aListenerWithoutEndIsStoppedAndTheNextOneRuns() throws Exception {
    Runnable[] loop = new Runnable[1];
    session.run(
        1,
        "Runnable loop = () -> { "
            + Signal.class.getCanonicalName()
            + ".started(); while (true) {} }; loop",
        notes::add,
        value -> {
          loop[0] = (Runnable) value;
          return Map.of();
        });
    Signal.started = new CountDownLatch(1);
    CompletableFuture<Optional<CellError>> listening =
        CompletableFuture.supplyAsync(
            () -> session.listen(loop[0], notes::add), task -> new Thread(task).start());
    assertThat(Signal.started.await(60, TimeUnit.SECONDS)).isTrue();

    assertThat(session.stop()).as("whether a cell ran").isFalse();

    assertThat(listening.get(60, TimeUnit.SECONDS))
        .hasValueSatisfying(
            e -> assertThat(e.message()).isEqualTo("The listener was stopped at In [1]:1."));
    assertThat(session.listen(() -> {}, notes::add)).isEmpty();
    assertThat(run("1 + 1").bundle()).contains(Map.of("value", 2));
  }

  @Test
  void aStopOfTheCellLeavesAListenerThatHasJustBegunAlone() throws Exception {
    CompletableFuture<CellResult> running = start("while (true) {}");
    CountDownLatch stopped = new CountDownLatch(1);
    CompletableFuture<Optional<CellError>> listening =
        CompletableFuture.supplyAsync(
            () -> session.listen(() -> stopAndWait(running, stopped), notes::add),
            task -> new Thread(task).start());

    assertThat(stopped.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(running.get(60, TimeUnit.SECONDS).error()).isPresent();
    assertThat(listening.get(60, TimeUnit.SECONDS)).isEmpty();
  }

  /** Presses stop from within a listener and returns with the cell that it ended. */
  private void stopAndWait(CompletableFuture<CellResult> running, CountDownLatch stopped) {
    session.stop();
    running.handle((result, e) -> result).join();
    stopped.countDown();
  }

  private CellResult stopUntilDone(CompletableFuture<CellResult> running) throws Exception {
    while (!running.isDone()) {
      session.stop();
      Thread.onSpinWait();
    }
    return running.get();
  }

  /** Runs the cell on another thread and returns once it is under way. */
  private CompletableFuture<CellResult> start(String code) throws InterruptedException {
    return start(Signal.class.getCanonicalName() + ".started(); ", code);
  }

  private CompletableFuture<CellResult> start(String signal, String code)
      throws InterruptedException {
    Signal.started = new CountDownLatch(1);
    CompletableFuture<CellResult> running =
        CompletableFuture.supplyAsync(() -> run(signal + code), task -> new Thread(task).start());
    assertThat(Signal.started.await(60, TimeUnit.SECONDS)).isTrue();
    return running;
  }

  private CellResult run(String code) {
    return session.run(
        1,
        code,
        notes::add,
        value -> Map.of("value", value instanceof Number ? value : value.toString()));
  }
}
