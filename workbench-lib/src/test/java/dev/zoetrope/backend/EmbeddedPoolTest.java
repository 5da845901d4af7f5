package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPoolTest {
  private static final List<String> NAMES =
      List.of(
          "manifest.json",
          "config.json",
          "preprocessor_config.json",
          "tokenizer.json",
          "vision_encoder.onnx",
          "embed_tokens.onnx",
          "decoder_model_merged.onnx");

  private final EmbeddedPool pool = new EmbeddedPool(OrtEnvironment::getEnvironment);

  @TempDir Path folder;

  @Test
  void twoRegistriesShareOneSetOfWeights() throws InterruptedException {
    EmbeddedFactory first = factory(EmbeddedFixtures.FILES);
    EmbeddedFactory second = factory(EmbeddedFiles.packaged());
    first.connect("embedded:tiny").prepare();
    second.connect("embedded:tiny").prepare();
    assertThat(pool.loaded()).isEqualTo(1);

    first.close();
    assertThat(pool.loaded()).isEqualTo(1);
    second.close();
    assertThat(pool.loaded()).isZero();
  }

  @Test
  void weightsLiveUntilTheLastAnswerHasEnded() throws InterruptedException {
    EmbeddedFactory factory = factory(EmbeddedFixtures.FILES);
    TokenStream stream = factory.connect("embedded:tiny").stream(EmbeddedFixtures.fourFrames());

    Completion answer =
        stream.read(
            event -> {
              if (event instanceof TokenEvent.ImageEncoded) {
                factory.close();
              }
            });

    assertThat(answer.text()).isEqualTo(" It moves right.");
    assertThat(pool.loaded()).isZero();
  }

  @Test
  void manyThatAskAtOnceLoadOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (EmbeddedPool.Lease lease = pool.acquire(EmbeddedFixtures.FILES, EmbeddedVariant.FP32)) {
      Callable<EmbeddedPool.Lease> ask =
          () -> pool.acquire(EmbeddedFixtures.FILES, EmbeddedVariant.FP32);
      for (Future<EmbeddedPool.Lease> other : threads.invokeAll(List.of(ask, ask, ask, ask))) {
        assertThat(other.get().model()).isSameAs(lease.model());
        other.get().close();
        other.get().close();
      }
      assertThat(pool.loaded()).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
    assertThat(pool.loaded()).isZero();
  }

  @Test
  void aFolderIsAsGoodAsTheLibrary() throws Exception {
    copy();

    try (EmbeddedFactory factory = factory(EmbeddedFiles.in(folder))) {
      TokenStream stream = factory.connect("embedded:tiny").stream(EmbeddedFixtures.fourFrames());
      assertThat(stream.read(event -> {}).text()).isEqualTo(" It moves right.");
    }
  }

  @Test
  void oneWrongByteIsRefusedWithTheFilesName() throws Exception {
    copy();
    Path decoder = folder.resolve("decoder_model_merged.onnx");
    byte[] bytes = Files.readAllBytes(decoder);
    bytes[bytes.length / 2] ^= 1;
    Files.write(decoder, bytes);

    try (EmbeddedFactory factory = factory(EmbeddedFiles.in(folder))) {
      assertThatThrownBy(() -> factory.connect("embedded:tiny").prepare())
          .isInstanceOf(BackendException.ModelUnavailable.class)
          .hasMessageContaining("decoder_model_merged.onnx")
          .hasMessageContaining("SHA-256")
          .hasMessageContaining("Install Zoetrope again");
    }
    assertThat(pool.loaded()).isZero();
  }

  @Test
  void aNetworkThatIsNoneIsOneSentenceAndLeavesNothingLoaded() throws Exception {
    copy();
    byte[] junk = "this is no network".getBytes(StandardCharsets.UTF_8);
    Files.write(folder.resolve("decoder_model_merged.onnx"), junk);
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(junk));
    Path manifest = folder.resolve("manifest.json");
    ObjectNode json = (ObjectNode) new ObjectMapper().readTree(manifest.toFile());
    ((ObjectNode) json.get("files").get("decoder_model_merged.onnx")).put("sha256", sha256);
    Files.writeString(manifest, json.toString());

    try (EmbeddedFactory factory = factory(EmbeddedFiles.in(folder))) {
      assertThatThrownBy(() -> factory.connect("embedded:tiny").prepare())
          .isInstanceOf(BackendException.ModelUnavailable.class)
          .hasMessageContaining("ONNX Runtime cannot load embedded:tiny");
    }
    assertThat(pool.loaded()).isZero();
  }

  @Test
  void aMissingFileIsNamedToWhoeverReads() throws Exception {
    copy();
    Files.delete(folder.resolve("vision_encoder.onnx"));

    try (EmbeddedFactory factory = factory(EmbeddedFiles.in(folder))) {
      TokenStream stream = factory.connect("embedded:tiny").stream(EmbeddedFixtures.fourFrames());
      assertThatThrownBy(() -> stream.read(event -> {}))
          .isInstanceOf(BackendException.ModelUnavailable.class)
          .hasMessageContaining("vision_encoder.onnx in " + folder + " is missing");
    }
  }

  @Test
  void aFileThatTheManifestDoesNotNameIsRefused() throws Exception {
    copy();
    Files.writeString(folder.resolve("manifest.json"), "{\"files\":{}}");

    assertThatThrownBy(() -> EmbeddedFiles.in(folder).read("config.json"))
        .isInstanceOf(BackendException.ModelUnavailable.class)
        .hasMessageContaining("config.json");
  }

  @Test
  void aPlatformWithoutNativesIsToldOfTheHttpBackends() {
    EmbeddedPool bare =
        new EmbeddedPool(
            () -> {
              throw new UnsatisfiedLinkError("no onnxruntime in java.library.path");
            });

    assertThatThrownBy(() -> bare.acquire(EmbeddedFixtures.FILES, EmbeddedVariant.FP32))
        .isInstanceOf(BackendException.ModelUnavailable.class)
        .hasMessageContaining("use an HTTP backend");
  }

  private EmbeddedFactory factory(EmbeddedFiles files) {
    return new EmbeddedFactory(Ticker.system(), pool, files);
  }

  private void copy() throws IOException {
    for (String name : NAMES) {
      try (InputStream in = EmbeddedFiles.class.getResourceAsStream("tiny/" + name)) {
        Files.copy(Objects.requireNonNull(in, name), folder.resolve(name));
      }
    }
  }
}
