package dev.zoetrope.backend;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * A server's place, taken apart from a URI such as {@code http://127.0.0.1:8080/v1#model}.
 *
 * @param root without "/v1", query and fragment
 * @param model the name after "#"
 */
record HttpAddress(HttpUrl root, Optional<String> model) {
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
    return new HttpAddress(withoutApiPath(url), Optional.of(name).filter(n -> !n.isEmpty()));
  }

  /** Never quotes the URI: what is refused here may be a secret. */
  private static void refuseKeys(HttpUrl url) {
    if (!url.username().isEmpty() || !url.password().isEmpty() || url.query() != null) {
      throw new BackendException.UnknownBackend(
          "The address of the server at "
              + url.host()
              + " holds a user, a password or a query, and would carry a key into notebooks and"
              + " logs; leave it out and "
              + HttpKeys.howTo(url.host())
              + ".");
    }
  }

  private static HttpUrl withoutApiPath(HttpUrl url) {
    String path =
        url.encodedPath()
            .replaceFirst("/+$", "")
            .replaceFirst("/chat/completions$", "")
            .replaceFirst("/v1$", "");
    return url.newBuilder().encodedPath(path.isEmpty() ? "/" : path).build();
  }

  /** The URL of a path such as "v1/models" below the root. */
  HttpUrl at(String path) {
    return root.newBuilder().addPathSegments(path).build();
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
    return root.toString().replaceFirst("/+$", "");
  }
}
