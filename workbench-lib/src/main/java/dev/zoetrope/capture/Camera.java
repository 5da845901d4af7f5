package dev.zoetrope.capture;

import static java.util.Objects.requireNonNull;

/**
 * A camera of this machine.
 *
 * @param uri what opens it, such as {@code camera:0}
 * @param name what its driver calls it
 */
public record Camera(String uri, String name) {
  public Camera {
    requireNonNull(uri, "uri is null");
    requireNonNull(name, "name is null");
  }
}
