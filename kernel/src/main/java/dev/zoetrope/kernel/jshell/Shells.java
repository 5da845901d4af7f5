package dev.zoetrope.kernel.jshell;

import java.util.Map;
import jdk.jshell.JShell;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/** Makes a JShell that runs its code in this process, under our control. */
final class Shells {
  private Shells() {}

  static JShell create(CellControl control, String classPath) {
    return JShell.builder()
        .executionEngine(new Provider(control), Map.of())
        // Nobody's annotation processors belong in a cell, and looking for them costs time.
        .compilerOptions("-classpath", classPath, "-proc:none")
        .build();
  }

  private record Provider(CellControl control) implements ExecutionControlProvider {
    @Override
    public String name() {
      return "zoetrope";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
      return control;
    }
  }
}
