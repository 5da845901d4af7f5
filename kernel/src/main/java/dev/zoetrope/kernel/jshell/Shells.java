package dev.zoetrope.kernel.jshell;

import java.io.File;
import java.util.List;
import java.util.Map;
import jdk.jshell.JShell;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/** Makes a JShell that runs its code in this process, under our control. */
final class Shells {
  private Shells() {}

  static JShell create(CellControl control, String classPath) {
    JShell shell =
        JShell.builder()
            .executionEngine(new Provider(control), Map.of())
            .fileManager(CellFiles::new)
            // Nobody's annotation processors belong in a cell, and looking for them costs time. A
            // class path given here would hide what cells add to it. Each cell is new code to the
            // JVM, which links joined strings more slowly than a cell with a few of them runs.
            .compilerOptions("-proc:none", "-XDstringConcat=inline")
            .build();
    if (!classPath.equals(System.getProperty("java.class.path"))) {
      List.of(classPath.split(File.pathSeparator, -1)).forEach(shell::addToClasspath);
    }
    return shell;
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
