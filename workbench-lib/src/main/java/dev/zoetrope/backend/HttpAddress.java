package dev.zoetrope.backend;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.Request;

/**
 * A server's place, taken apart from a URI such as {@code http://127.0.0.1:8080/v1#model}.
 *
 * @param root without the protocol's path, query and fragment
 * @param model the name after "#", or Azure's deployment
 * @param api the protocol that path or host name
 * @param apiVersion Azure's
 */
record HttpAddress(HttpUrl root, Optional<String> model, HttpApi api, String apiVersion) {
  private static final String AZURE_VERSION = "2024-10-21";
  private static final Pattern DEPLOYMENT =
      Pattern.compile("(.*)/openai/deployments/([^/]+)(?:/chat/completions)?");
  private static final Pattern GEMINI =
      Pattern.compile("(.*)/v1beta(?:/models)?(?:/([^/:]+)[^/]*)?");
  private static final Pattern VERSION = Pattern.compile("[\\w.-]{1,40}");

  /**
   * Takes a URI apart.
   *
   * @throws BackendException if it is none, or holds a key
   */
  static HttpAddress parse(String uri) {
    int hash = uri.indexOf('#');
    HttpUrl url = HttpUrl.parse(hash < 0 ? uri : uri.substring(0, hash));
    if (url == null) {
      throw new BackendException.UnknownBackend(
          "This is not an address of a server; write it like http://127.0.0.1:8080#model.");
    }
    refuseKeys(url);
    String name = hash < 0 ? "" : uri.substring(hash + 1).strip();
    return of(url, Optional.of(name).filter(n -> !n.isEmpty()));
  }

  /** Never quotes the URI: what is refused here may be a secret. */
  private static void refuseKeys(HttpUrl url) {
    if (!url.username().isEmpty() || !url.password().isEmpty() || !harmless(url)) {
      throw new BackendException.UnknownBackend(
          "The address of the server at "
              + url.host()
              + " holds a user, a password or a query, and would carry a key into notebooks and"
              + " logs; leave it out and "
              + HttpKeys.howTo(url.host())
              + ".");
    }
  }

  private static boolean harmless(HttpUrl url) {
    return url.query() == null
        || url.querySize() == 1
            && url.queryParameterName(0).equals("api-version")
            && VERSION.matcher(String.valueOf(url.queryParameterValue(0))).matches();
  }

  private static HttpAddress of(HttpUrl url, Optional<String> name) {
    String path = url.encodedPath().replaceFirst("/+$", "");
    Matcher azure = DEPLOYMENT.matcher(path);
    if (azure.matches()) {
      return azure(url, azure.group(1), Optional.of(name.orElse(azure.group(2))));
    }
    if (HttpVendor.of(url.host()) == HttpVendor.AZURE && name.isPresent()) {
      return azure(url, path.replaceFirst("/openai(/v1)?$", ""), name);
    }
    Matcher gemini = GEMINI.matcher(path);
    if (gemini.matches()) {
      return at(
          url,
          gemini.group(1),
          name.or(() -> Optional.ofNullable(gemini.group(2))),
          HttpApi.GEMINI);
    }
    return plain(url, path, name);
  }

  private static HttpAddress plain(HttpUrl url, String path, Optional<String> name) {
    HttpVendor vendor = HttpVendor.of(url.host());
    if (path.endsWith("/messages") || vendor == HttpVendor.ANTHROPIC) {
      return at(url, path.replaceFirst("(/v1)?(/messages)?$", ""), name, HttpApi.MESSAGES);
    }
    if (path.endsWith("/responses")) {
      return at(url, path.replaceFirst("(/v1)?/responses$", ""), name, HttpApi.RESPONSES);
    }
    if (vendor == HttpVendor.GEMINI) {
      return at(url, path, name, HttpApi.GEMINI);
    }
    String stripped =
        path.replaceFirst("/chat/completions$", "").replaceFirst("/(v1|api/v0|api/chat)$", "");
    boolean router = vendor == HttpVendor.OPENROUTER && stripped.isEmpty();
    return at(url, router ? "/api" : stripped, name, HttpApi.ANY);
  }

  private static HttpAddress azure(HttpUrl url, String path, Optional<String> deployment) {
    String version = url.queryParameter("api-version");
    return new HttpAddress(
        root(url, path), deployment, HttpApi.AZURE, version == null ? AZURE_VERSION : version);
  }

  private static HttpAddress at(HttpUrl url, String path, Optional<String> name, HttpApi api) {
    return new HttpAddress(root(url, path), name, api, "");
  }

  private static HttpUrl root(HttpUrl url, String path) {
    return url.newBuilder().query(null).encodedPath(path.isEmpty() ? "/" : path).build();
  }

  /** The URL of a path such as "v1/models" below the root. */
  HttpUrl at(String path) {
    return root.newBuilder().addPathSegments(path).build();
  }

  /** Where chat completions are asked for. */
  HttpUrl chat() {
    return api == HttpApi.AZURE
        ? at("openai/deployments/" + model.orElse("") + "/chat/completions")
            .newBuilder()
            .addQueryParameter("api-version", apiVersion)
            .build()
        : at("v1/chat/completions");
  }

  /** Adds the key as this server's protocol carries it. */
  void authorise(Request.Builder http, Optional<String> key) {
    api.authorise(http, key, HttpVendor.of(host()) != HttpVendor.NONE);
  }

  /** The host as it was written, without brackets. */
  String host() {
    return root.host();
  }

  /** Whether the server shares this machine's processors. */
  boolean onThisMachine() {
    try {
      InetAddress address = InetAddress.getByName(host());
      return address.isLoopbackAddress()
          || address.isAnyLocalAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (UnknownHostException | SocketException e) {
      return false;
    }
  }

  /** The address with its port, also where that is the usual one: for messages. */
  String withPort() {
    String shown = toString();
    String place = root.host().contains(":") ? "[" + root.host() + "]" : root.host();
    return root.port() == HttpUrl.defaultPort(root.scheme())
        ? shown.replaceFirst(
            Pattern.quote(place), Matcher.quoteReplacement(place + ":" + root.port()))
        : shown;
  }

  /** The address as a user would type it, without the model. */
  @Override
  public String toString() {
    String base = root.toString().replaceFirst("/+$", "");
    return base + (HttpVendor.of(host()) == HttpVendor.NONE ? api.path() : "");
  }
}
