package dev.zoetrope.telemetry;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The memory of a GPU's processes, one process that computes and draws counted once. The rows have
 * had three lengths: the symbol tells which, but for some drivers of the 535 series.
 */
final class NvmlProcesses {
  private static final int ROW_V1 = 16;
  private static final int ROW = 24;
  private static final int ROW_535 = 32;
  private static final int FIRST = 32;
  private static final int TRIES = 5;

  /** The driver does not tell: Windows's own memory manager holds it. */
  private static final long UNTOLD = -1;

  private static final List<String> KINDS =
      List.of(
          "nvmlDeviceGetComputeRunningProcesses",
          "nvmlDeviceGetGraphicsRunningProcesses",
          "nvmlDeviceGetMPSComputeRunningProcesses");

  private final NvmlLibrary nvml;

  NvmlProcesses(NvmlLibrary nvml) {
    this.nvml = nvml;
  }

  /**
   * Bytes by process.
   *
   * @throws Failed with the driver's code if no list can be had
   * @throws Probe.Unread if there are processes, and of none the memory is told
   */
  Map<Integer, Long> bytes(Pointer device) throws Failed, Probe.Unread {
    Map<Integer, Long> bytes = new HashMap<>();
    int processes = 0;
    int lists = 0;
    int code = NvmlCode.FUNCTION_NOT_FOUND;
    for (String kind : KINDS) {
      Rows rows = rows(kind, device);
      lists += rows.code == NvmlCode.SUCCESS ? 1 : 0;
      code = rows.code == NvmlCode.FUNCTION_NOT_FOUND ? code : rows.code;
      processes += rows.count;
      rows.addTo(bytes);
    }
    if (lists == 0) {
      throw new Failed(code);
    }
    if (processes > 0 && bytes.isEmpty()) {
      throw new Probe.Unread("the driver does not tell the memory of a process");
    }
    return bytes;
  }

  private Rows rows(String kind, Pointer device) {
    if (nvml.has(kind + "_v3")) {
      return rows(kind + "_v3", device, isLong() ? ROW_535 : ROW);
    }
    return nvml.has(kind + "_v2") ? rows(kind + "_v2", device, ROW) : rows(kind, device, ROW_V1);
  }

  /** What those drivers have of the newer interface, and what they lack of it. */
  private boolean isLong() {
    return nvml.has("nvmlDeviceGetConfComputeMemSizeInfo")
        && !nvml.has("nvmlDeviceGetRunningProcessDetailList");
  }

  /** Asks with more room until all fit: processes come while one asks. */
  private Rows rows(String symbol, Pointer device, int stride) {
    int room = FIRST;
    int code = NvmlCode.INSUFFICIENT_SIZE;
    for (int tries = 0; tries < TRIES && code == NvmlCode.INSUFFICIENT_SIZE; tries++) {
      IntByReference count = new IntByReference(room);
      Memory out = new Memory((long) room * ROW_535);
      code = nvml.call(symbol, device, count, out);
      if (code == NvmlCode.SUCCESS) {
        return new Rows(code, Math.min(count.getValue(), room), out, stride);
      }
      room = Math.max(count.getValue(), room) * 2 + FIRST;
    }
    return new Rows(code, 0, Pointer.NULL, stride);
  }

  private record Rows(int code, int count, Pointer at, int stride) {
    void addTo(Map<Integer, Long> bytes) {
      for (int row = 0; row < count; row++) {
        long used = at.getLong((long) row * stride + 8);
        if (used != UNTOLD) {
          bytes.merge(at.getInt((long) row * stride), used, Math::max);
        }
      }
    }
  }

  /** The driver answered a code instead of a list. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1;

    private final int code;

    Failed(int code) {
      super("code " + code, null, false, false);
      this.code = code;
    }

    int code() {
      return code;
    }
  }
}
