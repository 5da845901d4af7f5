package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the client believes over TLS, and where a key goes then. */
class HttpTrustTest {
  private static final String CANARY = "zt-canary-0123456789";
  private static final String MODELS = "{\"data\":[{\"id\":\"tiny\",\"owned_by\":\"vllm\"}]}";

  @TempDir private Path folder;
  private final HeldCertificate root =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("lab").build();
  private final MockWebServer server = new MockWebServer();
  private final MockWebServer other = new MockWebServer();
  private final Map<String, String> environment = new HashMap<>();
  private final WireFactory factory =
      new WireFactory(Ticker.system(), name -> Optional.ofNullable(environment.get(name)));

  @BeforeEach
  void start() throws IOException {
    environment.put("LAB_KEY", CANARY);
    other.start();
  }

  @AfterEach
  void stop() {
    factory.close();
    server.close();
    other.close();
  }

  /** Serves with a certificate for this name, from our own authority. */
  private String serving(String name) throws IOException {
    HeldCertificate leaf =
        new HeldCertificate.Builder().signedBy(root).addSubjectAlternativeName(name).build();
    server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(leaf, root.certificate())
            .build()
            .sslSocketFactory());
    server.start();
    return "https://localhost:" + server.getPort();
  }

  private void answers(MockResponse answer) {
    IntStream.range(0, 20).forEach(i -> server.enqueue(answer));
  }

  private VlmBackend connect(String uri, boolean trusted) throws IOException {
    Path pem = Files.writeString(folder.resolve("ca.pem"), root.certificatePem());
    return factory.connect(entry(uri, trusted ? Optional.of(pem) : Optional.empty()));
  }

  private static BackendEntry entry(String uri, Optional<Path> ca) {
    return new BackendEntry(
        "lab",
        uri,
        Optional.of(KeyReference.variable("LAB_KEY")),
        ca,
        Map.of(),
        HttpLimits.usual(),
        Map.of(),
        OptionalInt.empty());
  }

  private BackendException refusal(String uri, boolean trusted) {
    return catchThrowableOfType(BackendException.class, () -> connect(uri, trusted).close());
  }

  @Test
  void aServerThatTheCaFileVouchesForIsBelieved() throws Exception {
    String uri = serving("localhost");
    answers(new MockResponse.Builder().body(MODELS).build());

    try (VlmBackend backend = connect(uri, true)) {
      assertThat(backend.card().server()).isEqualTo("vLLM");
    }
    assertThat(server.takeRequest().getHeaders().get("Authorization"))
        .isEqualTo("Bearer " + CANARY);
  }

  @Test
  void withoutTheFileItIsNotBelievedAndGetsNoKey() throws Exception {
    String uri = serving("localhost");

    assertThat(refusal(uri, false))
        .isInstanceOf(BackendException.Unreachable.class)
        .hasMessageContaining("TLS failed");
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void aCertificateForAnotherNameIsNotBelieved() throws Exception {
    String uri = serving("elsewhere.example");

    assertThat(refusal(uri, true))
        .isInstanceOf(BackendException.Unreachable.class)
        .hasMessageContaining("TLS failed");
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void aRedirectToAnotherHostIsNotFollowed() throws Exception {
    String uri = serving("localhost");
    String elsewhere = "http://127.0.0.1:" + other.getPort() + "/v1/models";
    answers(new MockResponse.Builder().code(307).addHeader("Location", elsewhere).build());

    assertThat(refusal(uri, true)).isInstanceOf(BackendException.class);
    assertThat(server.getRequestCount()).isPositive();
    assertThat(other.getRequestCount()).isZero();
  }

  @Test
  void theKeyDoesNotGoToAnotherPortOfTheSameHost() throws Exception {
    HttpKeys keys =
        new HttpKeys(name -> Optional.ofNullable(environment.get(name)))
            .given(
                KeyReference.variable("LAB_KEY"),
                "lab",
                HttpAddress.parse("https://localhost:8443"));

    assertThat(keys.keyFor(HttpAddress.parse("https://localhost:8443/v1"))).contains(CANARY);
    assertThat(keys.keyFor(HttpAddress.parse("https://localhost:8444"))).isEmpty();
    assertThat(keys.keyFor(HttpAddress.parse("http://localhost:8443"))).isEmpty();
  }

  @Test
  void aCaFileWithoutACertificateIsNamed() throws IOException {
    Path empty = Files.writeString(folder.resolve("none.pem"), "nothing");

    assertThat(
            catchThrowableOfType(
                BackendException.class,
                () -> factory.connect(entry("https://localhost", Optional.of(empty)))))
        .isInstanceOf(BackendException.BadSettings.class)
        .hasMessageContaining("none.pem");
  }
}
