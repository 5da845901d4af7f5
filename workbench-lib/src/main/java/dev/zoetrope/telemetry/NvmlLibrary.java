package dev.zoetrope.telemetry;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The driver's library, symbol by symbol: one that an older driver lacks costs only its own gauge.
 */
final class NvmlLibrary {
  private final NativeLibrary library;
  private final Map<String, Optional<Function>> functions = new ConcurrentHashMap<>();

  private NvmlLibrary(NativeLibrary library) {
    this.library = library;
  }

  /**
   * Loads it.
   *
   * @throws Provider.Missing if none of the names can be loaded
   */
  static NvmlLibrary load(NvmlPaths paths) throws Provider.Missing {
    for (String name : paths.candidates()) {
      Optional<NativeLibrary> found = open(name);
      if (found.isPresent()) {
        return new NvmlLibrary(found.get());
      }
    }
    throw new Provider.Missing(
        "no NVIDIA driver library (libnvidia-ml.so.1): there is no NVIDIA GPU here, or its driver"
            + " is not installed");
  }

  private static Optional<NativeLibrary> open(String name) {
    try {
      return Optional.of(NativeLibrary.getInstance(name));
    } catch (UnsatisfiedLinkError e) {
      return Optional.empty();
    }
  }

  /**
   * Calls a function that returns a code; {@link NvmlCode#FUNCTION_NOT_FOUND} if it is not there.
   */
  int call(String symbol, Object... arguments) {
    return function(symbol)
        .map(function -> function.invokeInt(arguments))
        .orElse(NvmlCode.FUNCTION_NOT_FOUND);
  }

  boolean has(String symbol) {
    return function(symbol).isPresent();
  }

  private Optional<Function> function(String symbol) {
    return functions.computeIfAbsent(symbol, this::find);
  }

  private Optional<Function> find(String symbol) {
    try {
      return Optional.of(library.getFunction(symbol));
    } catch (UnsatisfiedLinkError e) {
      return Optional.empty();
    }
  }
}
