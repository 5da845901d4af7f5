package dev.zoetrope.kernel;

import com.google.gson.JsonParser;
import dev.zoetrope.kernel.wire.Rehearsal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The protocol in the JVM of the test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProtocolInProcessTest extends ProtocolSuite {
  private Kernel kernel;
  private KernelClient client;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    Path file = Rehearsal.connectionFile(folder);
    kernel =
        Kernel.start(
            file,
            Optional.of(folder.resolve("history")),
            cause -> {
              throw new AssertionError(cause);
            });
    client = new KernelClient(JsonParser.parseString(Files.readString(file)).getAsJsonObject());
    client.listen();
  }

  @AfterAll
  void end() {
    client.close();
    kernel.close();
  }

  @Override
  KernelClient client() {
    return client;
  }
}
