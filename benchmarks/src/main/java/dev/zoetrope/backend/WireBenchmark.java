package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.metrics.SuppressForbidden;
import dev.zoetrope.metrics.Ticker;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What the wire costs, against the plain way to do the same, both in one run: a body of four
 * pictures, the parsing of a stream, 256 streams at once, a cancel, a stall. Prints one JSON
 * object.
 *
 * <p>The server of the last three runs in a process of its own: {@code WireBenchmark serve PACE
 * EVENTS} prints its port.
 */
public final class WireBenchmark {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Ticker CLOCK = Ticker.system();
  private static final int STREAMS = 256;
  private static final int PICTURE = 100_000;

  private WireBenchmark() {}

  /** Runs all of it, or the server. */
  @SuppressForbidden("a program's output")
  public static void main(String... args) throws IOException, InterruptedException {
    if (args.length == 3 && args[0].equals("serve")) {
      PacedServer.serve(Long.parseLong(args[1]), Integer.parseInt(args[2]));
      return;
    }
    ObjectNode all = JSON.createObjectNode();
    if (args.length == 0) {
      body(all.putObject("body_of_four_pictures"));
      parse(all.putObject("stream_of_64_tokens"));
    }
    try (Served server = Served.start(20, 300)) {
      streams(all.putObject("streams_256"), server.port());
    }
    if (args.length > 0) {
      System.out.println(all);
      return;
    }
    try (Served server = Served.start(20, 100_000)) {
      cancel(all.putObject("cancel"), server.port());
    }
    stall(all.putObject("stall"));
    System.out.println(all);
  }

  private static WireServer server(int port) {
    return new WireServer(
        HttpAddress.parse("http://127.0.0.1:" + port),
        WireServer.Engine.OTHER,
        Optional.empty(),
        "m",
        List.of("m"),
        OptionalInt.empty(),
        true,
        true);
  }

  /** The median of so many runs, in microseconds of this thread's CPU or of the clock. */
  private static double median(int runs, LongSupplier clock, Runnable work) {
    double[] times = new double[runs];
    for (int i = 0; i < runs; i++) {
      long from = clock.getAsLong();
      work.run();
      times[i] = (clock.getAsLong() - from) / 1e3;
    }
    Arrays.sort(times);
    return times[runs / 2];
  }

  private static double bytesOf(Runnable work) {
    long from = THREADS.getCurrentThreadAllocatedBytes();
    work.run();
    return THREADS.getCurrentThreadAllocatedBytes() - from;
  }

  private static void body(ObjectNode out) {
    List<ContentPart> parts = new ArrayList<>();
    Random random = new Random(7);
    for (int i = 0; i < 4; i++) {
      byte[] bytes = new byte[PICTURE];
      random.nextBytes(bytes);
      parts.add(new ContentPart.Image(EncodedImage.of(bytes, "image/jpeg", 640, 480)));
    }
    parts.add(new ContentPart.Text("Which way does it move?"));
    VlmRequest request = new VlmRequest(parts, Sampling.greedy(64));
    OpenAiDialect dialect = new OpenAiDialect(server(1));
    Runnable ours = () -> WireBody.of(dialect.body(request), request.extras());
    Runnable plain = () -> plainBody(parts);
    for (int i = 0; i < 300; i++) {
      ours.run();
      plain.run();
    }
    double ourTime = median(501, CLOCK::nanos, ours);
    double plainTime = median(501, CLOCK::nanos, plain);
    long length = WireBody.of(dialect.body(request), request.extras()).contentLength();
    out.put("bytes", length).put("ours_us", ourTime).put("plain_us", plainTime);
    out.put("ratio", plainTime / ourTime).put("bound_us", 300);
    out.put("ours_copies", bytesOf(ours) / length).put("plain_copies", bytesOf(plain) / length);
    out.put("ours_copies_to_socket", bytesOf(ours) / length + 1);
  }

  /** As one writes it without thinking: base64 strings in a tree, the tree as bytes. */
  private static byte[] plainBody(List<ContentPart> parts) {
    ObjectNode body = JSON.createObjectNode().put("model", "m").put("stream", true);
    ObjectNode message = body.putArray("messages").addObject().put("role", "user");
    var content = message.putArray("content");
    for (ContentPart part : parts) {
      if (part instanceof ContentPart.Image picture) {
        String url =
            "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(picture.image().bytes());
        content.addObject().put("type", "image_url").putObject("image_url").put("url", url);
      } else if (part instanceof ContentPart.Text words) {
        content.addObject().put("type", "text").put("text", words.text());
      }
    }
    try {
      return JSON.writeValueAsBytes(body);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String stream(int tokens) {
    StringBuilder stream = new StringBuilder();
    for (int i = 0; i < tokens; i++) {
      stream.append(PacedServer.event(i)).append("\n\n");
    }
    return stream.append(PacedServer.END).toString();
  }

  private static void parse(ObjectNode out) {
    byte[] bytes = stream(64).getBytes(StandardCharsets.UTF_8);
    List<byte[]> events = events(bytes);
    Runnable ours = () -> ourParse(events);
    Runnable plain = () -> plainParse(bytes);
    for (int i = 0; i < 3000; i++) {
      ours.run();
      plain.run();
    }
    double ourTime = median(2001, THREADS::getCurrentThreadCpuTime, ours) / 66;
    double plainTime = median(2001, THREADS::getCurrentThreadCpuTime, plain) / 66;
    out.put("ours_us_per_event", ourTime).put("plain_us_per_event", plainTime);
    out.put("ratio", plainTime / ourTime).put("bound_us_per_event", 5);
  }

  private static List<byte[]> events(byte[] stream) {
    List<byte[]> events = new ArrayList<>();
    for (String event : new String(stream, StandardCharsets.UTF_8).split("(?<=\n\n)", -1)) {
      events.add(event.getBytes(StandardCharsets.UTF_8));
    }
    return events;
  }

  /** One read an event, as a model that streams makes them. */
  private static void ourParse(List<byte[]> events) {
    WireServer server = server(1);
    WireErrors errors = new WireErrors(server, new HttpKeys(name -> Optional.empty()));
    OpenAiDialect dialect = new OpenAiDialect(server);
    WireAnswer answer =
        new WireAnswer(
            dialect.reader(errors),
            true,
            0,
            WirePulse.unwatched(),
            () -> false,
            errors.mask(),
            event -> {});
    WireParser parser = new WireParser(dialect, errors, HttpLimits.usual(), answer);
    for (byte[] event : events) {
      answer.at(answer.now() + 1);
      parser.feed(event, event.length);
    }
    if (!answer.marked()) {
      throw new IllegalStateException("the stream did not end");
    }
  }

  private static void plainParse(byte[] stream) {
    StringBuilder text = new StringBuilder();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new ByteArrayInputStream(stream), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        plainLine(line, text);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void plainLine(String line, StringBuilder text) {
    if (line.startsWith("data: {")) {
      try {
        JsonNode chunk = JSON.readTree(line.substring(6));
        text.append(chunk.path("choices").path(0).path("delta").path("content").asText());
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** 50 tokens a second each, 6 seconds. */
  private static void streams(ObjectNode out, int port) throws InterruptedException {
    try (HttpPool pool = new HttpPool(HttpLimits.usual());
        WireBackend backend = wire(pool, port)) {
      Asker ours = () -> ask(backend);
      Asker plain = plainClient(port);
      load(ours);
      out.put("ours_share_of_a_core", load(ours));
      load(plain);
      out.put("plain_share_of_a_core", load(plain));
    }
    out.put(
        "ratio",
        out.path("plain_share_of_a_core").asDouble() / out.path("ours_share_of_a_core").asDouble());
    out.put("bound_share_of_a_core", 0.4);
  }

  private static WireBackend wire(HttpPool pool, int port) {
    return new WireBackend(
        new OpenAiDialect(server(port)),
        pool,
        new HttpKeys(name -> Optional.empty()),
        Ticker.system());
  }

  private interface Asker {
    void ask() throws IOException, InterruptedException;
  }

  private static void ask(VlmBackend backend) throws InterruptedException {
    VlmRequest request =
        new VlmRequest(List.of(new ContentPart.Text("What?")), Sampling.greedy(300));
    try (TokenStream stream = backend.stream(request)) {
      Completion told = stream.read(event -> {});
      if (told.timeline().deltas().size() != 300) {
        throw new IllegalStateException("tokens were lost: " + told.timeline().deltas().size());
      }
    }
  }

  private static Asker plainClient(int port) {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    return () -> {
      StringBuilder text = new StringBuilder();
      client
          .send(request, HttpResponse.BodyHandlers.ofLines())
          .body()
          .forEach(line -> plainLine(line, text));
    };
  }

  private static double load(Asker asker) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(STREAMS);
    AtomicLong failed = new AtomicLong();
    long cpu = cpu();
    long from = CLOCK.nanos();
    for (int i = 0; i < STREAMS; i++) {
      new Thread(
              () -> {
                try {
                  asker.ask();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                  failed.incrementAndGet();
                } catch (IOException e) {
                  failed.incrementAndGet();
                }
                done.countDown();
              })
          .start();
    }
    done.await();
    if (failed.get() > 0) {
      throw new IllegalStateException(failed + " streams failed");
    }
    return (cpu() - cpu) / (double) (CLOCK.nanos() - from);
  }

  /** From close() on one thread to the end of read() on the other, whose socket is closed then. */
  private static void cancel(ObjectNode out, int port) throws InterruptedException {
    double[] millis = new double[101];
    try (HttpPool pool = new HttpPool(HttpLimits.usual());
        WireBackend backend = wire(pool, port)) {
      for (int i = 0; i < millis.length; i++) {
        millis[i] = cancelled(backend);
      }
    }
    Arrays.sort(millis);
    out.put("median_ms", millis[millis.length / 2]).put("p99_ms", millis[millis.length - 2]);
    out.put("bound_ms", 30);
  }

  private static double cancelled(VlmBackend backend) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(3);
    AtomicLong ended = new AtomicLong();
    try (TokenStream stream =
        backend.stream(
            new VlmRequest(List.of(new ContentPart.Text("What?")), Sampling.greedy(300)))) {
      Thread reader =
          new Thread(
              () -> {
                try {
                  stream.read(
                      event -> {
                        if (event instanceof TokenEvent.Delta) {
                          begun.countDown();
                        }
                      });
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                ended.set(CLOCK.nanos());
              });
      reader.start();
      begun.await();
      long from = CLOCK.nanos();
      stream.close();
      reader.join();
      return (ended.get() - from) / 1e6;
    }
  }

  /** Three tokens, then keep-alives for ever. */
  private static void stall(ObjectNode out) throws IOException, InterruptedException {
    Duration deadline = Duration.ofMillis(1000);
    HttpLimits limits =
        new HttpLimits(
            deadline.multipliedBy(9),
            deadline.multipliedBy(9),
            deadline,
            deadline.multipliedBy(60),
            Duration.ZERO,
            1 << 20,
            1 << 20);
    double[] late = new double[7];
    try (Served server = Served.start(20, -3);
        HttpPool pool = new HttpPool(limits);
        WireBackend backend = wire(pool, server.port())) {
      for (int i = 0; i < late.length; i++) {
        late[i] = stalled(backend) - deadline.toMillis();
      }
    }
    Arrays.sort(late);
    out.put("late_median_ms", late[late.length / 2]).put("late_most_ms", late[late.length - 1]);
    out.put("bound_ms", 200);
  }

  private static double stalled(VlmBackend backend) throws InterruptedException {
    AtomicLong last = new AtomicLong();
    VlmRequest request =
        new VlmRequest(List.of(new ContentPart.Text("What?")), Sampling.greedy(300));
    try (TokenStream stream = backend.stream(request)) {
      stream.read(
          event -> {
            if (event instanceof TokenEvent.Delta) {
              last.set(event.atNanos());
            }
          });
      throw new IllegalStateException("it did not stall");
    } catch (BackendException.TimedOut e) {
      return (CLOCK.nanos() - last.get()) / 1e6;
    }
  }

  /** The paced server in a process of its own. */
  private record Served(Process process, int port) implements AutoCloseable {
    static Served start(long pace, int events) throws IOException {
      Process process =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElse("java"),
                  "-cp",
                  System.getProperty("java.class.path"),
                  WireBenchmark.class.getName(),
                  "serve",
                  String.valueOf(pace),
                  String.valueOf(events))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      InputStream out = process.getInputStream();
      BufferedReader lines = new BufferedReader(new InputStreamReader(out, StandardCharsets.UTF_8));
      return new Served(process, Integer.parseInt(lines.readLine()));
    }

    @Override
    public void close() throws InterruptedException {
      process.destroy();
      process.waitFor(5, TimeUnit.SECONDS);
    }
  }
}
