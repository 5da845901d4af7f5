package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.media.DidYouMean;
import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Connects recorded exchanges: {@code replay:runs/log.jsonl#RUN/0}. */
final class ReplayFactory implements BackendFactory {
  private static final String SCHEME = "replay:";
  private static final int SHOWN = 5;

  private final Ticker ticker;
  private final HttpKeys keys;

  ReplayFactory(Ticker ticker, Function<String, Optional<String>> environment) {
    this.ticker = ticker;
    this.keys = new HttpKeys(environment);
  }

  @Override
  public boolean takes(String uri) {
    return uri.toLowerCase(Locale.ROOT).startsWith(SCHEME);
  }

  @Override
  public String example() {
    return "replay:runs/log.jsonl#REQUEST";
  }

  @Override
  public VlmBackend connect(String uri) {
    String rest = uri.substring(SCHEME.length());
    int hash = rest.lastIndexOf('#');
    String file = hash < 0 ? rest : rest.substring(0, hash);
    Optional<String> request =
        hash < 0 ? Optional.empty() : Optional.of(rest.substring(hash + 1).strip());
    return new ReplayBackend(uri, chosen(file, request, exchanges(file)), keys, ticker);
  }

  private static Replayed chosen(String file, Optional<String> request, List<Replayed> all) {
    if (all.isEmpty()) {
      throw unknown(
          file + " holds no recorded exchange; ask with recording switched on, then try again.");
    }
    if (request.isEmpty() && all.size() == 1) {
      return all.get(0);
    }
    List<String> names = all.stream().map(Replayed::request).toList();
    return all.stream()
        .filter(one -> one.request().equals(request.orElse("")))
        .findFirst()
        .orElseThrow(() -> unknown(several(file, request, names)));
  }

  private static String several(String file, Optional<String> request, List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    return file
        + " holds "
        + names.size()
        + " exchanges"
        + request.map(name -> ", but not " + name + "." + DidYouMean.hint(name, names)).orElse(".")
        + " Name one behind a #: "
        + first
        + (names.size() > SHOWN ? ", …" : ".");
  }

  private static BackendException.UnknownBackend unknown(String message) {
    return new BackendException.UnknownBackend(message);
  }

  /** A line that a killed process tore is skipped. */
  private static List<Replayed> exchanges(String file) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.contains("\"exchange\""))
          .flatMap(line -> WireJson.object(line).stream())
          .filter(line -> line.path("type").asText().equals("exchange"))
          .map(ReplayFactory::replayed)
          .toList();
    } catch (IOException | UncheckedIOException | InvalidPathException e) {
      throw unknown(file + " cannot be read; check the path of the recording.");
    }
  }

  private static Replayed replayed(JsonNode line) {
    return new Replayed(line.path("request").asText(), line.path("exchange"));
  }

  @Override
  public void close() {
    // Files are read when a backend is connected, and closed then.
  }
}
