package dev.zoetrope.backend;

import java.util.Map;
import java.util.Optional;

/**
 * What connections of one pool have in common.
 *
 * @param ca certificates in PEM, to trust beside the platform's
 * @param headers for each request
 */
record HttpTerms(HttpLimits limits, Optional<String> ca, Map<String, String> headers) {
  static HttpTerms of(HttpLimits limits) {
    return new HttpTerms(limits, Optional.empty(), Map.of());
  }
}
