package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import okhttp3.HttpUrl;

/**
 * The user's API keys, each for the hosts that it was given for and no other.
 *
 * <p>A service known by its host has a variable of its own ({@code OPENAI_API_KEY} and so on),
 * which goes there over TLS only; Azure's goes to the host in {@code AZURE_OPENAI_ENDPOINT}. {@code
 * ZOETROPE_API_KEY} goes to the hosts in {@code ZOETROPE_API_KEY_HOST} (a comma list of {@code
 * host} or {@code host:port}), loopback included: nothing is assumed. Instead of each variable the
 * same name with {@code _FILE} may name a file that holds the key. Read anew each time, so that a
 * key set later is found.
 */
final class HttpKeys {
  private static final String OWN_KEY = "ZOETROPE_API_KEY";
  private static final String OWN_HOSTS = "ZOETROPE_API_KEY_HOST";
  private static final String AZURE_ENDPOINT = "AZURE_OPENAI_ENDPOINT";
  private static final String IN_FILE = "_FILE";

  /** No vendor's keys are shorter. */
  private static final int SHORTEST = 16;

  private final Function<String, Optional<String>> environment;
  private final Optional<Given> given;

  HttpKeys(Function<String, Optional<String>> environment) {
    this(environment, Optional.empty());
  }

  private HttpKeys(Function<String, Optional<String>> environment, Optional<Given> given) {
    this.environment = requireNonNull(environment, "environment is null");
    this.given = given;
  }

  /** A key for one backend by its name. */
  private record Given(KeyReference key, String backend, HttpUrl root) {
    boolean isFor(HttpUrl url) {
      return url.scheme().equals(root.scheme())
          && url.host().equals(root.host())
          && url.port() == root.port();
    }
  }

  /** The same with a key of one backend, which goes to its address and to no other. */
  HttpKeys given(KeyReference key, String backend, HttpAddress address) {
    return new HttpKeys(environment, Optional.of(new Given(key, backend, address.root())));
  }

  /**
   * The key that was given for this server.
   *
   * @throws BackendException if it cannot be one
   */
  Optional<String> keyFor(HttpAddress address) {
    if (given.isPresent()) {
      return given.filter(g -> g.isFor(address.root())).map(this::key);
    }
    HttpVendor vendor = HttpVendor.of(address.host());
    if (vendor == HttpVendor.NONE || vendor == HttpVendor.AZURE && !isEndpoint(address)) {
      return named(address) ? readKey(OWN_KEY) : Optional.empty();
    }
    return address.root().isHttps() ? readKey(vendor.keyVariable()) : Optional.empty();
  }

  private String key(Given from) {
    String place = from.key().place();
    if (HttpVendor.of(from.root().host()) != HttpVendor.NONE && !from.root().isHttps()) {
      throw new BackendException.Unauthorized(
          "The key of " + from.backend() + " goes to " + from.root().host() + " by https only.");
    }
    return from.key()
        .read(environment)
        .map(key -> plain(key, place))
        .orElseThrow(
            () ->
                new BackendException.Unauthorized(
                    "The key of "
                        + from.backend()
                        + " shall be in "
                        + place
                        + ", "
                        + from.key().lack()
                        + "; put it there."));
  }

  private boolean isEndpoint(HttpAddress address) {
    return variable(AZURE_ENDPOINT)
        .map(HttpUrl::parse)
        .filter(url -> url.host().equals(address.host()))
        .isPresent();
  }

  /** The text without any key that a server may have echoed. */
  String scrub(String text) {
    return new KeyMask(all().toList()).of(text);
  }

  /**
   * For the text of an answer, from which a word must not vanish: local servers are often given a
   * word such as EMPTY for a key.
   */
  KeyMask mask() {
    return new KeyMask(all().filter(key -> key.length() >= SHORTEST).toList());
  }

  private Stream<String> all() {
    return Stream.concat(
        given.flatMap(g -> g.key().read(environment)).stream(),
        variables().flatMap(name -> read(name).stream()));
  }

  private static Stream<String> variables() {
    return Stream.concat(
            Stream.of(OWN_KEY), Arrays.stream(HttpVendor.values()).map(HttpVendor::keyVariable))
        .filter(name -> !name.isEmpty());
  }

  /** How a key gets to a server, for messages: into the place of its own that a backend has. */
  String advice(String host) {
    return given
        .map(g -> "put the key of " + g.backend() + " into " + g.key().place())
        .orElseGet(() -> howTo(host));
  }

  /** "put the key into the environment variable …", for messages. */
  static String howTo(String host) {
    HttpVendor vendor = HttpVendor.of(host);
    String known = "put the key into the environment variable " + vendor.keyVariable();
    return switch (vendor) {
      case NONE ->
          "put the key into the environment variable "
              + OWN_KEY
              + " and \""
              + host
              + "\" into "
              + OWN_HOSTS;
      case AZURE -> known + " and \"https://" + host + "\" into " + AZURE_ENDPOINT;
      default -> known;
    };
  }

  private Optional<String> variable(String name) {
    return environment.apply(name).map(String::strip).filter(word -> !word.isEmpty());
  }

  private Optional<String> read(String name) {
    return variable(name).or(() -> variable(name + IN_FILE).flatMap(HttpKeys::inFile));
  }

  private static Optional<String> inFile(String file) {
    try {
      return KeyReference.file(Path.of(file)).read(name -> Optional.empty());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private Optional<String> readKey(String name) {
    Optional<String> key = read(name);
    if (key.isEmpty() && variable(name + IN_FILE).isPresent()) {
      throw new BackendException.Unauthorized(
          "The environment variable "
              + name
              + IN_FILE
              + " names no file that holds a key; set it anew.");
    }
    return key.map(k -> plain(k, "the environment variable " + name));
  }

  private static String plain(String key, String place) {
    if (!key.matches("[!-~]+")) {
      throw new BackendException.Unauthorized(
          place.substring(0, 1).toUpperCase(Locale.ROOT)
              + place.substring(1)
              + " holds letters that no key has; set it anew.");
    }
    return key;
  }

  private boolean named(HttpAddress address) {
    String host = address.host().toLowerCase(Locale.ROOT);
    List<String> names = List.of(host, host + ":" + address.root().port());
    return Stream.of(variable(OWN_HOSTS).orElse("").split(",", -1))
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .anyMatch(names::contains);
  }

  /** Says nothing. */
  @Override
  public String toString() {
    return "HttpKeys";
  }
}
