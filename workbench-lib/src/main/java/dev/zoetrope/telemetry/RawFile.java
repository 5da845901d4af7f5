package dev.zoetrope.telemetry;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One of the kernel's files as it was.
 *
 * @param path from the root, without a slash before it
 * @param content its bytes as ISO-8859-1 text, which keeps each of them; empty if it could not be
 *     read
 * @param link the last name of what it leads to, for the link of a card to its place on the bus
 */
public record RawFile(String path, Optional<String> content, Optional<String> link) {
  public RawFile {
    requireNonNull(path, "path is null");
    requireNonNull(content, "content is null");
    requireNonNull(link, "link is null");
  }
}
