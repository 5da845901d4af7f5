package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowsHostTest {
  @TempDir private Path folder;

  private Path kernel(String release) throws IOException {
    return Files.writeString(folder.resolve("osrelease"), release);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:11434", "http://127.0.0.1:8080", "m at http://[::1]:1"})
  void loopbackInsideWindowsIsExplained(String who) throws IOException {
    assertThat(WindowsHost.hint(who, kernel("5.15.153.1-microsoft-standard-WSL2")))
        .contains("OLLAMA_HOST=0.0.0.0")
        .contains("ip route show default");
  }

  @Test
  void elsewhereNothingIsSaid() throws IOException {
    assertThat(WindowsHost.hint("http://gpu-box:8000", kernel("5.15-microsoft"))).isEmpty();
    assertThat(WindowsHost.hint("http://localhost:8000", kernel("6.12.0-amd64"))).isEmpty();
    assertThat(WindowsHost.hint("http://localhost:8000", folder.resolve("none"))).isEmpty();
  }
}
