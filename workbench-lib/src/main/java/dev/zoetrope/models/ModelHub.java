package dev.zoetrope.models;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * A hub of models, or a mirror with the same addresses. What a file must be (its size and checksum)
 * is the hub's own listing of one commit. Sends no key. Thread-safe; its owner closes it.
 */
public final class ModelHub implements AutoCloseable {
  /** The one that everybody uses. */
  public static final String HUGGING_FACE = "https://huggingface.co";

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration STALL = Duration.ofSeconds(60);

  private final String base;
  private final OkHttpClient client;

  private ModelHub(String base, HubProxy proxies) {
    this.base = base.replaceFirst("/+$", "");
    client =
        new OkHttpClient.Builder()
            .connectTimeout(CONNECT)
            .readTimeout(STALL)
            .proxySelector(proxies)
            .build();
  }

  /**
   * The hub at this address; nothing is asked before it is needed.
   *
   * @param address such as {@link #HUGGING_FACE} or a mirror's
   * @param environment the process's variables, for the proxy
   * @throws IllegalArgumentException if it is no http address
   */
  public static ModelHub at(String address, Map<String, String> environment) {
    requireNonNull(address, "address is null");
    URI uri = URI.create(address);
    if (!List.of("http", "https").contains(String.valueOf(uri.getScheme()))
        || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "\"" + address + "\" is no mirror: give an address such as " + HUGGING_FACE + ".");
    }
    return new ModelHub(address, new HubProxy(environment));
  }

  /**
   * Asks what there is to fetch, and fetches none of it.
   *
   * @param variant one of the model's
   * @param revision a branch, tag or commit; it is pinned to a commit at once
   * @throws ModelException if the hub does not answer or lacks a file
   */
  public ModelPull plan(
      CatalogueModel model, ModelVariant variant, String revision, ModelFolder folder)
      throws InterruptedException {
    requireNonNull(model, "model is null");
    JsonNode about = json("/api/models/" + model.repository() + "/revision/" + revision);
    String commit = about.path("sha").asText();
    if (!commit.matches("[0-9a-f]{40}")) {
      throw new ModelException(base + " tells no commit of " + model.repository() + ".");
    }
    Map<String, ModelFile> listed = listed(model, commit);
    List<ModelFile> files =
        model.files(variant).stream().map(path -> file(listed, path, model)).toList();
    Origin origin = new Origin(model.repository(), commit, licence(about));
    return new ModelPull(this, folder, model.name(), origin, variant, files);
  }

  private Map<String, ModelFile> listed(CatalogueModel model, String commit)
      throws InterruptedException {
    Map<String, ModelFile> files = new HashMap<>();
    JsonNode tree =
        json("/api/models/" + model.repository() + "/tree/" + commit + "?recursive=true");
    for (JsonNode entry : tree) {
      if ("file".equals(entry.path("type").asText())) {
        files.put(entry.path("path").asText(), file(entry));
      }
    }
    return files;
  }

  /** Large files have a SHA-256, small ones lie in git itself. */
  private static ModelFile file(JsonNode entry) {
    JsonNode large = entry.path("lfs");
    Checksum checksum =
        large.has("oid")
            ? new Checksum(Checksum.Kind.SHA_256, large.path("oid").asText())
            : new Checksum(Checksum.Kind.GIT_BLOB, entry.path("oid").asText());
    return new ModelFile(entry.path("path").asText(), entry.path("size").asLong(), checksum);
  }

  private ModelFile file(Map<String, ModelFile> listed, String path, CatalogueModel model) {
    return Optional.ofNullable(listed.get(path))
        .orElseThrow(
            () ->
                new ModelException(
                    model.repository()
                        + " at "
                        + base
                        + " has no file "
                        + path
                        + ": pull another variant."));
  }

  private static String licence(JsonNode about) {
    JsonNode told = about.path("cardData").path("license");
    Stream<String> tags =
        StreamSupport.stream(about.path("tags").spliterator(), false)
            .map(JsonNode::asText)
            .filter(tag -> tag.startsWith("license:"))
            .map(tag -> tag.substring("license:".length()));
    return told.isTextual() ? told.asText() : tags.findFirst().orElse("not told by the hub");
  }

  private JsonNode json(String path) throws InterruptedException {
    Request request = new Request.Builder().url(base + path).build();
    try (Response response = client.newCall(request).execute()) {
      refuse(response, path);
      return ModelJson.MAPPER.readTree(response.body().byteStream());
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /** An answer that is no file is an error that says what to do. */
  void refuse(Response response, String what) {
    if (response.isSuccessful()) {
      return;
    }
    String remedy =
        switch (response.code()) {
          case 401, 403 ->
              "it asks for a login; fetch it with the hub's own tool, then zoetrope models import"
                  + " DIR.";
          case 404 -> "there is no such thing; look at --mirror and --revision.";
          case 429 -> "it is asked too often; wait and give the same command again.";
          default -> "give the same command again later, or another --mirror.";
        };
    throw new ModelException(base + " answers " + response.code() + " to " + what + ": " + remedy);
  }

  ModelException unreachable(IOException cause) throws InterruptedException {
    if (cause instanceof InterruptedIOException && Thread.interrupted()) {
      throw new InterruptedException("stopped while " + base + " was asked");
    }
    return new ModelException(
        base
            + " cannot be asked: "
            + cause.getMessage()
            + ". Look at the network and the proxy (https_proxy), or give a --mirror.",
        cause);
  }

  /**
   * A file's bytes from some place on. Its caller closes it.
   *
   * @throws ModelException if the hub has none
   */
  Response open(Origin origin, ModelFile file, long from) throws IOException {
    String path = "/" + origin.source() + "/resolve/" + origin.revision() + "/" + file.path();
    Request.Builder request =
        new Request.Builder().url(base + path).header("Accept-Encoding", "identity");
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    Response response = client.newCall(request.build()).execute();
    if (!response.isSuccessful() && response.code() != 416) {
      try (response) {
        refuse(response, path);
      }
    }
    return response;
  }

  @Override
  public void close() {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
