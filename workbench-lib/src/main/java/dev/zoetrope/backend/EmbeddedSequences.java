package dev.zoetrope.backend;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.function.IntToLongFunction;

/**
 * What the decoder is told of each place of a sequence, made once for all answers: outside the
 * heap, where ONNX Runtime reads it without a copy. Thread-safe.
 */
final class EmbeddedSequences {
  private final LongBuffer ones;
  private final LongBuffer positions;

  /**
   * @param context the longest
   */
  EmbeddedSequences(int context) {
    ones = filled(context, i -> 1);
    positions = filled(context, i -> i);
  }

  private static LongBuffer filled(int count, IntToLongFunction value) {
    LongBuffer buffer =
        ByteBuffer.allocateDirect(count * Long.BYTES).order(ByteOrder.nativeOrder()).asLongBuffer();
    for (int i = 0; i < count; i++) {
      buffer.put(i, value.applyAsLong(i));
    }
    return buffer;
  }

  /** That many times yes: every place is to be read. */
  LongBuffer ones(int count) {
    return ones.duplicate().limit(count);
  }

  /** The numbers of the places from one, included, to another. */
  LongBuffer positions(int from, int to) {
    return positions.duplicate().limit(to).position(from);
  }
}
