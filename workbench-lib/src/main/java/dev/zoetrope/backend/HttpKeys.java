package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
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
  private static final long MOST = 64 << 10;

  private final Function<String, Optional<String>> environment;

  HttpKeys(Function<String, Optional<String>> environment) {
    this.environment = requireNonNull(environment, "environment is null");
  }

  /**
   * The key that was given for this server.
   *
   * @throws BackendException if it cannot be one
   */
  Optional<String> keyFor(HttpAddress address) {
    HttpVendor vendor = HttpVendor.of(address.host());
    if (vendor == HttpVendor.NONE || vendor == HttpVendor.AZURE && !isEndpoint(address)) {
      return named(address) ? readKey(OWN_KEY) : Optional.empty();
    }
    return address.root().isHttps() ? readKey(vendor.keyVariable()) : Optional.empty();
  }

  private boolean isEndpoint(HttpAddress address) {
    return variable(AZURE_ENDPOINT)
        .map(HttpUrl::parse)
        .filter(url -> url.host().equals(address.host()))
        .isPresent();
  }

  /** The text without any key that a server may have echoed. */
  String scrub(String text) {
    String scrubbed = text;
    for (String key : variables().flatMap(name -> read(name).stream()).toList()) {
      scrubbed = scrubbed.replace(key, "[key]");
    }
    return scrubbed;
  }

  private static Stream<String> variables() {
    return Stream.concat(
            Stream.of(OWN_KEY), Arrays.stream(HttpVendor.values()).map(HttpVendor::keyVariable))
        .filter(name -> !name.isEmpty());
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
      Path path = Path.of(file);
      return Files.isRegularFile(path) && Files.size(path) <= MOST
          ? Optional.of(Files.readString(path).strip()).filter(key -> !key.isEmpty())
          : Optional.empty();
    } catch (IOException | InvalidPathException e) {
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
    if (key.filter(k -> !k.matches("[!-~]+")).isPresent()) {
      throw new BackendException.Unauthorized(
          "The environment variable " + name + " holds letters that no key has; set it anew.");
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
