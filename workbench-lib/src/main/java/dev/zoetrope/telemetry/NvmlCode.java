package dev.zoetrope.telemetry;

import java.util.Map;

/** What NVML's return codes mean and what follows from them. */
final class NvmlCode {
  static final int SUCCESS = 0;
  static final int UNINITIALIZED = 1;
  static final int INVALID_ARGUMENT = 2;
  static final int NOT_SUPPORTED = 3;
  static final int NO_PERMISSION = 4;
  static final int INSUFFICIENT_SIZE = 7;
  static final int FUNCTION_NOT_FOUND = 13;
  static final int GPU_IS_LOST = 15;
  static final int RESET_REQUIRED = 16;
  static final int VERSION_MISMATCH = 25;
  static final int UNKNOWN = 999;

  private static final Map<Integer, String> WORDS =
      Map.ofEntries(
          Map.entry(UNINITIALIZED, "NVML is not initialised"),
          Map.entry(INVALID_ARGUMENT, "NVML refuses the device's handle"),
          Map.entry(NOT_SUPPORTED, "this GPU does not tell it"),
          Map.entry(NO_PERMISSION, "no permission to read it"),
          Map.entry(6, "no new data"),
          Map.entry(INSUFFICIENT_SIZE, "the list grew while it was read"),
          Map.entry(8, "the GPU's power cables are not connected"),
          Map.entry(9, "the NVIDIA driver is not loaded: load it (nvidia-smi must work)"),
          Map.entry(10, "the driver did not answer in time"),
          Map.entry(11, "the driver has an interrupt problem"),
          Map.entry(12, "a shared library of the driver is missing"),
          Map.entry(FUNCTION_NOT_FOUND, "this driver is too old to tell it"),
          Map.entry(GPU_IS_LOST, "the GPU fell off the bus: restart the machine"),
          Map.entry(RESET_REQUIRED, "the GPU needs a reset"),
          Map.entry(
              17,
              "the operating system blocks the GPU: give the container or WSL access to it"
                  + " (docker: --gpus all)"),
          Map.entry(
              18,
              "driver and library versions differ: restart the machine after the driver's update"),
          Map.entry(19, "the GPU is in use"),
          Map.entry(20, "the driver is out of memory"),
          Map.entry(21, "no data yet"),
          Map.entry(23, "the driver is out of resources"),
          Map.entry(VERSION_MISMATCH, "this driver knows another version of the structure"),
          Map.entry(26, "the driver has given this query up"),
          Map.entry(27, "not ready yet"),
          Map.entry(UNKNOWN, "the driver failed without a reason (999)"));

  private NvmlCode() {}

  /** For people. */
  static String words(int code) {
    return WORDS.getOrDefault(code, "NVML answered code " + code);
  }

  /** Whether an older form of the same question may still be answered. */
  static boolean asksForAnotherForm(int code) {
    return code == FUNCTION_NOT_FOUND || code == VERSION_MISMATCH || code == 26;
  }

  /** Whether the device will not come back by itself. */
  static boolean isDead(int code) {
    return code == GPU_IS_LOST || code == RESET_REQUIRED;
  }
}
