package dev.zoetrope.models;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proxy that the environment names as shells do: {@code https_proxy}, {@code http_proxy},
 * {@code all_proxy}, {@code no_proxy}, in either case; else the one that Java was told.
 */
final class HubProxy extends ProxySelector {
  private static final Logger LOG = LoggerFactory.getLogger(HubProxy.class);
  private final Map<String, String> environment;

  HubProxy(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public List<Proxy> select(URI uri) {
    Optional<String> named = value(uri.getScheme() + "_proxy").or(() -> value("all_proxy"));
    if (named.isEmpty()) {
      ProxySelector usual = ProxySelector.getDefault();
      return usual == null ? List.of(Proxy.NO_PROXY) : usual.select(uri);
    }
    return List.of(isExempt(uri.getHost()) ? Proxy.NO_PROXY : proxy(named.get()));
  }

  private static Proxy proxy(String named) {
    URI uri = URI.create(named.contains("://") ? named : "http://" + named);
    String host = uri.getHost();
    if (host == null) {
      throw new IllegalArgumentException("The proxy in the environment is no address.");
    }
    boolean socks = uri.getScheme().startsWith("socks");
    int port = uri.getPort() >= 0 ? uri.getPort() : socks ? 1080 : 80;
    return new Proxy(
        socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
  }

  private boolean isExempt(String host) {
    return value("no_proxy").stream()
        .flatMap(list -> Arrays.stream(list.split(",")))
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .anyMatch(entry -> entry.equals("*") || matches(host, entry));
  }

  private static boolean matches(String host, String entry) {
    String domain = entry.replaceFirst("^\\*?\\.", "");
    return host.equalsIgnoreCase(domain)
        || host.toLowerCase(Locale.ROOT).endsWith("." + domain.toLowerCase(Locale.ROOT));
  }

  private Optional<String> value(String name) {
    return Stream.of(name, name.toUpperCase(Locale.ROOT))
        .flatMap(key -> Optional.ofNullable(environment.get(key)).stream())
        .filter(value -> !value.isBlank())
        .findFirst();
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    LOG.debug("the proxy {} does not answer", address, failure);
  }
}
