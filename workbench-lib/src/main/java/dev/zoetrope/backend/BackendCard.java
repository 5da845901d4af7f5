package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What a backend is, in one readable card.
 *
 * @param uri the URI it was connected by, credentials removed
 * @param server "embedded", "llama.cpp", "vLLM", "OpenAI-compatible"
 * @param version the server's version where it tells one
 * @param model the model's name
 * @param host what it shares a processor with: "this machine" for the embedded engine and loopback
 *     servers, else the host's name; backends of one host are asked in turn
 * @param contextLength tokens, where told
 * @param maxImages images a request, where told
 * @param vision whether it takes pictures at all, as far as it says
 * @param note one sentence that a reader of its answers must know, such as what a toy model cannot
 *     see
 * @param traits what else is known of its server
 */
public record BackendCard(
    String uri,
    String server,
    Optional<String> version,
    String model,
    String host,
    OptionalInt contextLength,
    OptionalInt maxImages,
    boolean vision,
    Optional<String> note,
    Traits traits) {
  /** The host of everything that runs on this machine. */
  public static final String THIS_MACHINE = "this machine";

  /** The server of what runs in this process. */
  static final String EMBEDDED = "embedded";

  public BackendCard {
    requireNonNull(uri, "uri is null");
    requireNonNull(server, "server is null");
    requireNonNull(version, "version is null");
    requireNonNull(model, "model is null");
    requireNonNull(host, "host is null");
    requireNonNull(contextLength, "contextLength is null");
    requireNonNull(maxImages, "maxImages is null");
    requireNonNull(note, "note is null");
    requireNonNull(traits, "traits is null");
  }

  /** Of whose server nothing else is known. */
  public BackendCard(
      String uri,
      String server,
      Optional<String> version,
      String model,
      String host,
      OptionalInt contextLength,
      OptionalInt maxImages,
      boolean vision,
      Optional<String> note) {
    this(
        uri,
        server,
        version,
        model,
        host,
        contextLength,
        maxImages,
        vision,
        note,
        new Traits(
            List.of(), Map.of(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of()));
  }

  /** Whether it is asked over a wire; what runs in this process is not. */
  public boolean isServed() {
    return !server.equals(EMBEDDED);
  }

  /**
   * What else is known of a server.
   *
   * @param models the names of all its models
   * @param sees by a model's name whether it takes pictures, where its server says so
   * @param caches what it remembers from one request to the next, in a sentence
   * @param prompt how pictures get into its prompt, in words
   * @param reports which numbers it tells, in words
   * @param missing by a metric's tag, why the number does not come and how to get it
   */
  public record Traits(
      List<String> models,
      Map<String, Boolean> sees,
      Optional<String> caches,
      Optional<String> prompt,
      Optional<String> reports,
      Map<String, String> missing) {
    public Traits {
      models = List.copyOf(models);
      sees = Map.copyOf(sees);
      requireNonNull(caches, "caches is null");
      requireNonNull(prompt, "prompt is null");
      requireNonNull(reports, "reports is null");
      missing = Collections.unmodifiableMap(new TreeMap<>(missing));
    }
  }
}
