package dev.zoetrope.kernel.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
final class ShellMagicTest {
  private final MagicDesk desk = new MagicDesk();

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void bothStreamsAreTheCells() throws Exception {
    desk.run("%%sh\necho out; echo err >&2\nprintf '\\303\\244'");

    assertThat(desk.printed("stdout")).isEqualTo("out\nä");
    assertThat(desk.printed("stderr")).isEqualTo("err\n");
  }

  @Test
  void aFailureIsAnErrorWithItsExitCode() throws Exception {
    assertThatThrownBy(() -> desk.run("%sh exit 3")).hasMessageContaining("exit code 3");

    desk.run("%sh --allow-failure exit 4");
    assertThat(desk.printed("stdout")).isEqualTo("exit code 4\n");
  }

  @Test
  void theShellCountsLinesAsTheCellDoes() {
    assertThatThrownBy(() -> desk.run("%%sh --shell sh\n\nfi"));

    assertThat(desk.printed("stderr")).contains("3");
  }

  @Test
  void itRunsWhereItIsToldWithWhatWasSet(@TempDir Path folder) throws Exception {
    desk.run("%env GREETING=hello\n%sh --dir " + folder + " echo $GREETING; pwd");

    assertThat(desk.printed("stdout"))
        .contains("hello\n", folder.toRealPath().getFileName() + "\n");
    assertThatThrownBy(() -> desk.run("%sh --dir /no/where ls")).hasMessageContaining("/no/where");
    assertThatThrownBy(() -> desk.run("%sh --shell no-such-shell ls"))
        .hasMessageContaining("cannot start");
  }

  @Test
  void aScriptThatReadsFindsTheEndOfItsInput() throws Exception {
    desk.run("%sh cat; echo done");

    assertThat(desk.printed("stdout")).isEqualTo("done\n");
  }
}
