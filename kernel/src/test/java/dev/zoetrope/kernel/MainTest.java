package dev.zoetrope.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.kernel.wire.Rehearsal;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void aTransportThatItDoesNotSpeakIsNamed() throws Exception {
    Path file = Rehearsal.connectionFile(folder);
    Files.writeString(file, Files.readString(file).replace("\"tcp\"", "\"ipc\""));

    assertThat(run(file.toString())).isEqualTo(2);
    assertThat(errors()).contains("speaks tcp").contains("asks for ipc").hasLineCount(1);
  }

  @Test
  void aPortOfTheHeartbeatThatIsTakenIsNamed() throws Exception {
    Path file = Rehearsal.connectionFile(folder);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      Files.writeString(
          file, Files.readString(file).replaceFirst("\"hb_port\":\\d+", "\"hb_port\":" + port));

      assertThat(run(file.toString())).isEqualTo(2);
      assertThat(errors()).contains("127.0.0.1:" + port).hasLineCount(1);
    }
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

  @Test
  void aMistypedVerbIsNamedWithTheOneThatWasMeant() {
    assertThat(run("uninstal")).isEqualTo(2);
    assertThat(errors()).contains("no verb uninstal. Did you mean uninstall?").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"install", "uninstall", "list"})
  void eachVerbExplainsItself(String verb) {
    assertThat(run(verb, "--help")).isZero();
    assertThat(said()).contains("kernel " + verb, "--sys-prefix");
  }

  @Test
  void twoPlacesAreRefused() {
    assertThat(run("install", "--user", "--prefix", folder.toString())).isEqualTo(2);
    assertThat(errors()).contains("give one of them").hasLineCount(1);
  }

  @Test
  void flagsThatTheJvmDoesNotKnowAreRefusedBeforeAnythingIsWritten() {
    assertThat(run("install", "--prefix", folder.toString(), "--jvm-arg", "-XX:Nonsense"))
        .isEqualTo(2);
    assertThat(errors()).contains("Nonsense", "mend --jvm-arg").hasLineCount(1);
    assertThat(folder.resolve("share")).doesNotExist();
  }

  @Test
  void listSaysWhichKernelCannotStartAndWhy() throws Exception {
    run("install", "--no-archive", "--prefix", folder.toString());
    assertThat(run("list", "--prefix", folder.toString())).isZero();
    assertThat(said()).contains("zoetrope  ", "ready (");

    Path spec = folder.resolve("share/jupyter/kernels/zoetrope/kernel.json");
    Files.writeString(
        spec,
        Files.readString(spec)
            .replaceFirst("\"-cp\",\\s*\"", "$0/gone/kernel.jar" + File.pathSeparator));

    assertThat(run("list", "--prefix", folder.toString())).isZero();
    assertThat(said()).contains("cannot start: /gone/kernel.jar has gone; install it again");
  }

  @Test
  void listSaysWhereElseToLook() {
    assertThat(run("list", "--prefix", folder.toString())).isZero();
    assertThat(said()).contains("No kernel of Zoetrope", folder.toString(), "--sys-prefix PYTHON");
  }

  private int run(String... words) {
    return Main.run(List.of(words), stream(out), stream(err));
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
