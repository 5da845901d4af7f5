package dev.zoetrope.kernel.widget;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What the page gets back from {@code invoke}.
 *
 * @param response plain maps, lists, strings, numbers and booleans
 * @param buffers binary frames, not copied: do not change them afterwards
 */
public record Answer(Object response, List<byte[]> buffers) {
  /** Checks that nothing is null. */
  public Answer {
    requireNonNull(response, "response is null");
    buffers = List.copyOf(buffers);
  }

  /** An answer with any number of binary frames. */
  public static Answer of(Object response, byte[]... buffers) {
    return new Answer(response, List.of(buffers));
  }
}
