package dev.zoetrope.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MainTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void withoutWordsItSaysHowItIsUsed() {
    assertThat(run()).isEqualTo(2);
    assertThat(errors()).startsWith("usage:").hasLineCount(1);
  }

  @Test
  void aMissingConnectionFileIsNamed() {
    assertThat(run(folder.resolve("none.json").toString())).isEqualTo(2);
    assertThat(errors()).contains("none.json").hasLineCount(1);
  }

  @Test
  void aConnectionFileThatIsNoneIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("bad.json"), "this is no JSON");

    assertThat(run(file.toString())).isEqualTo(2);
    assertThat(errors()).contains("bad.json");
  }

  @Test
  void aWrongInstallOptionIsNamed() {
    assertThat(run("install", "--prefx", "x")).isEqualTo(2);
    assertThat(errors()).contains("--prefx").hasLineCount(1);
  }

  @Test
  void installWritesWhereItIsTold() {
    assertThat(run("install", "--no-archive", "--prefix", folder.toString())).isZero();
    assertThat(folder.resolve("share/jupyter/kernels/zoetrope/kernel.json")).exists();
  }

  private int run(String... words) {
    return Main.run(List.of(words), stream(out), stream(err));
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
