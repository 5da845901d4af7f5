package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One user turn.
 *
 * @param parts pictures and words in the order in which the model shall see them
 */
public record VlmRequest(List<ContentPart> parts, Sampling sampling) {
  public VlmRequest {
    parts = List.copyOf(parts);
    requireNonNull(sampling, "sampling is null");
  }

  /** How many of the parts are pictures. */
  public int imageCount() {
    return (int) parts.stream().filter(ContentPart.Image.class::isInstance).count();
  }
}
