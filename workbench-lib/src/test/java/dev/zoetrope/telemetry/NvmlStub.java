package dev.zoetrope.telemetry;

import com.sun.jna.NativeLibrary;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** The stand-in driver library, built by the C compiler of this machine. */
final class NvmlStub {
  private static final Path SOURCE = Path.of("src/test/c/nvml_stub.c");

  private final Path file;
  private final NativeLibrary library;

  private NvmlStub(Path file) {
    this.file = file;
    this.library = NativeLibrary.getInstance(file.toString());
    call("stub_reset");
  }

  /** In a folder of its own: a library that is loaded once is loaded by its path. */
  static NvmlStub build(Path folder, String... defines) throws Exception {
    Assumptions.assumeTrue(hasCompiler(), "no C compiler here: install gcc to run these tests");
    Path file = folder.resolve("libnvidia-ml-" + String.join("-", defines) + ".so.1");
    List<String> command = new ArrayList<>(List.of("cc", "-O1", "-shared", "-fPIC", "-Wall"));
    command.addAll(List.of("-Werror", "-o", file.toString(), SOURCE.toString()));
    for (String define : defines) {
      command.add("-D" + define);
    }
    Process compiler = new ProcessBuilder(command).inheritIO().start();
    if (compiler.waitFor() != 0) {
      throw new IllegalStateException("the stub does not compile");
    }
    return new NvmlStub(file);
  }

  private static boolean hasCompiler() {
    return List.of(System.getenv("PATH").split(File.pathSeparator, -1)).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "cc")));
  }

  NvmlPaths paths() {
    return NvmlPaths.of(Path.of("/"), environment());
  }

  Map<String, String> environment() {
    return Map.of(NvmlPaths.OVERRIDE, file.toString());
  }

  /** Calls {@code from} up to {@code to} of a symbol, counted from 1, answer a code. */
  void fail(String symbol, int code, int from, int to) {
    call("stub_fail", symbol, code, from, to);
  }

  void failNext(String symbol, int code, int count) {
    int done = calls(symbol);
    fail(symbol, code, done + 1, done + count);
  }

  int calls(String symbol) {
    return call("stub_calls", symbol);
  }

  /** Initialisations that were not undone. */
  int starts() {
    return call("stub_starts");
  }

  void burn(long millijoules) {
    call("stub_burn", millijoules);
  }

  void replug() {
    call("stub_replug");
  }

  private int call(String symbol, Object... arguments) {
    return library.getFunction(symbol).invokeInt(arguments);
  }
}
