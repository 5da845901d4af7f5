package dev.zoetrope.notebooks;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Processes of this machine, as far as the tests started them. */
final class Processes {
  private Processes() {}

  /** Asks the process to end, then makes it and all below it end. */
  static void end(Process process) throws InterruptedException {
    List<ProcessHandle> below = process.descendants().toList();
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    below.forEach(ProcessHandle::destroyForcibly);
  }

  /** How many kernels run that were started for a connection file in the folder. */
  static long kernelsConnectedBy(Path folder) {
    return ProcessHandle.allProcesses()
        .filter(
            each ->
                each.info()
                    .commandLine()
                    .filter(line -> line.contains(folder.toString()))
                    .isPresent())
        .filter(
            each ->
                each.info()
                    .commandLine()
                    .filter(line -> line.contains("dev.zoetrope.kernel.Main"))
                    .isPresent())
        .count();
  }
}
