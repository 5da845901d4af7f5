package dev.zoetrope.kernel;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The protocol of a real process. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProtocolIT extends ProtocolSuite {
  private KernelProcess kernel;
  private KernelClient client;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    kernel = KernelProcess.start(folder, Map.of());
    client = kernel.client();
  }

  @AfterAll
  void end() {
    kernel.close();
  }

  @Override
  KernelClient client() {
    return client;
  }
}
