package dev.zoetrope.backend;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * One of a model's networks in ONNX Runtime. Formats differ in what their networks take: some want
 * half precision, some leave an input out; this one asks its file. Thread-safe; its owner closes
 * it.
 */
final class EmbeddedNetwork implements AutoCloseable {
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Map<String, OnnxJavaType> inputs = new HashMap<>();

  EmbeddedNetwork(OrtEnvironment environment, OrtSession session) throws OrtException {
    this.environment = environment;
    this.session = session;
    for (NodeInfo input : session.getInputInfo().values()) {
      if (input.getInfo() instanceof TensorInfo tensor) {
        inputs.put(input.getName(), tensor.type);
      }
    }
  }

  /**
   * Runs it with those of the tensors that it takes. They are the caller's to close, and so is the
   * result.
   */
  OrtSession.Result run(Map<String, OnnxTensor> offered, EmbeddedStop stop) throws OrtException {
    Map<String, OnnxTensor> taken = offered;
    if (!inputs.keySet().containsAll(offered.keySet())) {
      taken = new HashMap<>(offered);
      taken.keySet().retainAll(inputs.keySet());
    }
    return session.run(taken, stop.options());
  }

  /** Whether numbers that another network tells can be given to this input as they are. */
  boolean takes(String input, OnnxTensor told) {
    return inputs.get(input) == told.getInfo().type;
  }

  /**
   * Numbers in the precision that this input wants; without a copy, if they lie outside the heap.
   */
  OnnxTensor floats(String input, FloatBuffer buffer, long... shape) throws OrtException {
    return inputs.get(input) == OnnxJavaType.FLOAT16
        ? OnnxTensor.createTensor(
            environment,
            Fp16Conversions.convertFloatBufferToFp16Buffer(buffer),
            shape,
            OnnxJavaType.FLOAT16)
        : OnnxTensor.createTensor(environment, buffer, shape);
  }

  /** Whole numbers, as one sequence; without a copy, if they lie outside the heap. */
  OnnxTensor longs(LongBuffer values) throws OrtException {
    return OnnxTensor.createTensor(environment, values, new long[] {1, values.remaining()});
  }

  /** That many times yes. */
  OnnxTensor yes(int count, long... shape) throws OrtException {
    byte[] all = new byte[count];
    Arrays.fill(all, (byte) 1);
    return OnnxTensor.createTensor(environment, ByteBuffer.wrap(all), shape, OnnxJavaType.BOOL);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("an ONNX Runtime session does not close", e);
    }
  }
}
