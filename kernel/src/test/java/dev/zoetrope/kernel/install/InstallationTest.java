package dev.zoetrope.kernel.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InstallationTest {
  @TempDir Path prefix;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void kernelJsonStartsThisJavaOnThisClassPath() throws Exception {
    install("--name", "mine");

    JsonObject spec = spec("mine");
    List<String> argv =
        spec.getAsJsonArray("argv").asList().stream().map(e -> e.getAsString()).toList();
    assertThat(Path.of(argv.get(0))).isAbsolute().isExecutable();
    assertThat(argv)
        .contains("--enable-native-access=ALL-UNNAMED", "-Djava.awt.headless=true")
        .endsWith("dev.zoetrope.kernel.install.Start", "{connection_file}");
    for (String entry : argv.get(argv.indexOf("-cp") + 1).split(java.io.File.pathSeparator, -1)) {
      assertThat(Path.of(entry)).isAbsolute();
    }
    assertThat(spec.get("language").getAsString()).isEqualTo("java");
    assertThat(spec.get("interrupt_mode").getAsString()).isEqualTo("message");
    assertThat(spec.get("display_name").getAsString()).isEqualTo("Zoetrope (Java, mine)");
  }

  @Test
  void aSecondInstallLeavesWhatFitsAlone() throws Exception {
    install();
    FileTime before = Files.getLastModifiedTime(file("zoetrope"));
    said.reset();
    install();

    assertThat(Files.getLastModifiedTime(file("zoetrope"))).isEqualTo(before);
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("already");
  }

  @Test
  void aKernelJsonThatDoesNotFitIsReplaced() throws Exception {
    install();
    Files.writeString(file("zoetrope"), "{}");
    install();

    assertThat(spec("zoetrope").has("argv")).isTrue();
  }

  @Test
  void nothingHalfMadeIsLeft() throws Exception {
    install();

    try (var files = Files.list(file("zoetrope").getParent())) {
      assertThat(files)
          .extracting(each -> each.getFileName().toString())
          .containsExactlyInAnyOrder(
              "kernel.json", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg", "start.jar");
    }
  }

  @Test
  void wrongWordsAreNamed() {
    assertThatThrownBy(() -> InstallOptions.parse(List.of("--prefx", "x"), Map.of()))
        .hasMessageContaining("--prefx");
    assertThatThrownBy(() -> InstallOptions.parse(List.of("--prefix"), Map.of()))
        .hasMessageContaining("needs a value");
    assertThatThrownBy(() -> InstallOptions.parse(List.of("--name", "../up"), Map.of()))
        .hasMessageContaining("../up");
    assertThatThrownBy(() -> InstallOptions.parse(List.of("--sys-prefix", "/no/python"), Map.of()))
        .hasMessageContaining("/no/python");
  }

  @Test
  void theUsersFolderFollowsJupytersVariable() {
    Path folder =
        InstallOptions.parse(List.of(), Map.of("JUPYTER_DATA_DIR", prefix.toString())).folder();

    assertThat(folder).isEqualTo(prefix.resolve("kernels").resolve("zoetrope"));
  }

  @Test
  void theUsersFolderFollowsHomeAsJupyterDoes() {
    assertThat(JupyterData.ofUser(Map.of("HOME", prefix.toString()))).startsWithRaw(prefix);
  }

  @Test
  void anOptionsValueMayFollowAnEqualsSign() {
    InstallOptions options =
        InstallOptions.parse(
            List.of("--jvm-arg=-Da=b", "--name=mine", "--jvm-arg", "--add-opens=a/b=C"), Map.of());

    assertThat(options.jvmArgs()).containsExactly("-Da=b", "--add-opens=a/b=C");
    assertThat(options.name()).isEqualTo("mine");
  }

  @Test
  void pathsWithQuotesAndBackslashesSurviveJson() {
    KernelSpec spec =
        new KernelSpec(
            "C:\\a \"b\"\\java.exe",
            List.of(),
            List.of("C:\\x.jar"),
            Optional.empty(),
            "A \"kernel\"",
            "f");

    JsonObject json = JsonParser.parseString(spec.json()).getAsJsonObject();
    assertThat(json.getAsJsonArray("argv").get(0).getAsString()).isEqualTo("C:\\a \"b\"\\java.exe");
    assertThat(json.get("display_name").getAsString()).isEqualTo("A \"kernel\"");
  }

  @Test
  void kernelsOfOtherNamesAreToldApart() {
    assertThat(InstallOptions.parse(List.of(), Map.of()).displayName())
        .isEqualTo("Zoetrope (Java)");
    assertThat(InstallOptions.parse(List.of("--name", "java25"), Map.of()).displayName())
        .isEqualTo("Zoetrope (Java, java25)");
    assertThat(InstallOptions.parse(List.of("--display-name=Mine"), Map.of()).displayName())
        .isEqualTo("Mine");
  }

  @Test
  void theArchiveIsUsedWhereThereIsOne() {
    KernelSpec spec =
        new KernelSpec(
            "java", List.of(), List.of("x.jar"), Optional.of("/k/classes.jsa"), "A kernel", "f");

    assertThat(spec.json()).containsPattern("-XX:(SharedArchiveFile|AOTCache)=/k/classes.jsa");
  }

  @Test
  void theFingerprintFollowsTheJars() throws IOException {
    Path jar = Files.writeString(prefix.resolve("a.txt"), "one");
    ClassPath classPath = new ClassPath(List.of(prefix));
    ClassPath files = ClassPath.parse(prefix.toString());
    assertThat(classPath).isEqualTo(files);
    assertThat(files.isJarsOnly()).isFalse();
    assertThat(Files.exists(jar)).isTrue();
    assertThat(files.fingerprint(List.of("17"))).isNotEqualTo(files.fingerprint(List.of("25")));
  }

  private void install(String... words) throws Exception {
    List<String> all =
        new java.util.ArrayList<>(List.of("--prefix", prefix.toString(), "--no-archive"));
    all.addAll(List.of(words));
    PrintStream progress = new PrintStream(said, true, StandardCharsets.UTF_8);
    new Installation(InstallOptions.parse(all, Map.of()), progress).run();
  }

  private Path file(String name) {
    return prefix.resolve("share/jupyter/kernels").resolve(name).resolve("kernel.json");
  }

  private JsonObject spec(String name) throws IOException {
    return JsonParser.parseString(Files.readString(file(name))).getAsJsonObject();
  }
}
