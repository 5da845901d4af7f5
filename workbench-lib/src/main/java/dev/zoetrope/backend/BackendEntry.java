package dev.zoetrope.backend;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A backend with a name of its own, as {@code backends.yaml} has it.
 *
 * @param uri where it is, without a key
 * @param key where its key lies; goes to the URI's scheme, host and port and to no other
 * @param ca certificates to trust beside the platform's
 * @param headers for each request to it
 * @param extras fields for each request's body
 * @param maxImages more are refused before anything is sent
 */
record BackendEntry(
    String name,
    String uri,
    Optional<KeyReference> key,
    Optional<Path> ca,
    Map<String, String> headers,
    HttpLimits limits,
    Map<String, Object> extras,
    OptionalInt maxImages) {
  boolean isServer() {
    return uri.startsWith("http://") || uri.startsWith("https://");
  }
}
