package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The user's API keys, each for the hosts that it was given for and no other.
 *
 * <p>{@code OPENAI_API_KEY} goes to api.openai.com over TLS only. {@code ZOETROPE_API_KEY} goes to
 * the hosts in {@code ZOETROPE_API_KEY_HOST} (a comma list of {@code host} or {@code host:port}),
 * loopback included: nothing is assumed. Read anew each time, so that a key set later is found.
 */
final class HttpKeys {
  private static final String OPENAI_HOST = "api.openai.com";
  private static final String OPENAI_KEY = "OPENAI_API_KEY";
  private static final String OWN_KEY = "ZOETROPE_API_KEY";
  private static final String OWN_HOSTS = "ZOETROPE_API_KEY_HOST";

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
    if (address.host().equals(OPENAI_HOST)) {
      return address.root().isHttps() ? readKey(OPENAI_KEY) : Optional.empty();
    }
    return named(address) ? readKey(OWN_KEY) : Optional.empty();
  }

  /** The text without any key that a server may have echoed. */
  String scrub(String text) {
    String scrubbed = text;
    for (String key : Stream.of(OPENAI_KEY, OWN_KEY).flatMap(n -> read(n).stream()).toList()) {
      scrubbed = scrubbed.replace(key, "[key]");
    }
    return scrubbed;
  }

  /** "put the key into the environment variable …", for messages. */
  static String howTo(String host) {
    return host.equals(OPENAI_HOST)
        ? "put the key into the environment variable " + OPENAI_KEY
        : "put the key into the environment variable "
            + OWN_KEY
            + " and \""
            + host
            + "\" into "
            + OWN_HOSTS;
  }

  private Optional<String> read(String name) {
    return environment.apply(name).map(String::strip).filter(key -> !key.isEmpty());
  }

  private Optional<String> readKey(String name) {
    Optional<String> key = read(name);
    if (key.filter(k -> !k.matches("[!-~]+")).isPresent()) {
      throw new BackendException.Unauthorized(
          "The environment variable " + name + " holds letters that no key has; set it anew.");
    }
    return key;
  }

  private boolean named(HttpAddress address) {
    String host = address.host().toLowerCase(Locale.ROOT);
    List<String> names = List.of(host, host + ":" + address.root().port());
    return Stream.of(read(OWN_HOSTS).orElse("").split(",", -1))
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .anyMatch(names::contains);
  }

  /** Says nothing. */
  @Override
  public String toString() {
    return "HttpKeys";
  }
}
