package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

/**
 * One exchange with a server as it went over the wire: keys redacted, pictures by their SHA-256,
 * each piece of the answer with its stamp. {@code replay:FILE#REQUEST} answers from it again.
 *
 * @param json one JSON object, {@code exchange} of {@code docs/log-schema.json}
 */
public record Exchange(String json) {
  public Exchange {
    requireNonNull(json, "json is null");
  }
}
