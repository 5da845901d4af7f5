package dev.zoetrope.telemetry;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.function.ToDoubleFunction;

/**
 * One form in which NVML tells a number: a symbol, what is written into the buffer before the call
 * and how the answer is read from it. The buffer is made once and reused.
 */
final class NvmlQuestion {
  /** What a driver with a longer structure than ours would write beyond it lands here. */
  private static final int SLACK = 64;

  private final String symbol;
  private final Call call;
  private final ToDoubleFunction<Memory> decode;
  private final Memory buffer;

  private NvmlQuestion(String symbol, int bytes, Call call, ToDoubleFunction<Memory> decode) {
    this.symbol = symbol;
    this.call = call;
    this.decode = decode;
    this.buffer = new Memory(bytes + SLACK);
  }

  /** {@code symbol(device, out)}. */
  static NvmlQuestion out(String symbol, int bytes, ToDoubleFunction<Memory> decode) {
    return new NvmlQuestion(
        symbol, bytes, (nvml, device, out) -> nvml.call(symbol, device, out), decode);
  }

  /** {@code symbol(device, which, out)}. */
  static NvmlQuestion chosen(String symbol, int which, int bytes, ToDoubleFunction<Memory> decode) {
    return new NvmlQuestion(
        symbol, bytes, (nvml, device, out) -> nvml.call(symbol, device, which, out), decode);
  }

  /** {@code symbol(device, struct)} whose first field holds the structure's version. */
  static NvmlQuestion versioned(
      String symbol, int version, int bytes, ToDoubleFunction<Memory> decode) {
    return new NvmlQuestion(
        symbol,
        bytes,
        (nvml, device, out) -> {
          out.clear();
          out.setInt(0, version);
          return nvml.call(symbol, device, out);
        },
        decode);
  }

  /** One entry of {@code nvmlDeviceGetFieldValues}: it carries a return code of its own. */
  static NvmlQuestion field(int id, ToDoubleFunction<Memory> decode) {
    return new NvmlQuestion(
        "nvmlDeviceGetFieldValues",
        40,
        (nvml, device, out) -> {
          out.clear();
          out.setInt(0, id);
          int code = nvml.call("nvmlDeviceGetFieldValues", device, 1, out);
          return code == NvmlCode.SUCCESS ? out.getInt(28) : code;
        },
        decode);
  }

  int ask(NvmlLibrary nvml, Pointer device) {
    return call.ask(nvml, device, buffer);
  }

  /** What the last successful {@link #ask} told. */
  double value() {
    return decode.applyAsDouble(buffer);
  }

  String symbol() {
    return symbol;
  }

  private interface Call {
    int ask(NvmlLibrary nvml, Pointer device, Memory out);
  }
}
