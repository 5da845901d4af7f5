package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendsFileTest {
  private static final String CANARY = "sk-canary-0123456789";

  @TempDir private Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final BackendsFile file =
      new BackendsFile(name -> Optional.ofNullable(environment.get(name)));

  @BeforeEach
  void name() {
    environment.put("ZOETROPE_BACKENDS", folder.resolve("backends.yaml").toString());
  }

  private void write(String... lines) throws IOException {
    Files.write(folder.resolve("backends.yaml"), List.of(lines));
  }

  private String refusal(String name) {
    Throwable thrown = catchThrowable(() -> file.entry(name));
    assertThat(thrown).isInstanceOf(BackendException.class);
    return String.valueOf(thrown.getMessage());
  }

  @Test
  void aBackendHasAllThatStandsUnderItsName() throws IOException {
    write(
        "backends:",
        "  toy: {uri: 'embedded:tiny'}",
        "  lab:",
        "    uri: https://gpu-box:8443#qwen",
        "    key: {file: keys/lab}",
        "    ca: lab.pem",
        "    headers: {X-Team: vision, X-Run: 7}",
        "    timeouts: {connect: 1500ms, first-byte: 5m}",
        "    max-images: 4",
        "    extras: {top_k: 1, nested: {on: true, ratio: 0.5, words: [a, b]}}");

    BackendEntry lab = file.entry("lab");

    assertThat(lab.uri()).isEqualTo("https://gpu-box:8443#qwen");
    assertThat(lab.limits().probe())
        .as("as given, but 30 s at most")
        .isEqualTo(new HttpLimits.Probe(Duration.ofMillis(1500), Duration.ofSeconds(30)));
    assertThat(lab.key()).contains(KeyReference.file(folder.resolve("keys/lab")));
    assertThat(lab.ca()).contains(folder.resolve("lab.pem"));
    assertThat(lab.headers()).isEqualTo(Map.of("X-Team", "vision", "X-Run", "7"));
    assertThat(lab.limits().connect()).isEqualTo(Duration.ofMillis(1500));
    assertThat(lab.limits().firstByte()).isEqualTo(Duration.ofMinutes(5));
    assertThat(lab.limits().stall()).isEqualTo(HttpLimits.usual().stall());
    assertThat(lab.maxImages()).hasValue(4);
    assertThat(lab.extras())
        .isEqualTo(
            Map.of(
                "top_k",
                1,
                "nested",
                Map.of("on", true, "ratio", 0.5, "words", List.of("a", "b"))));
    assertThat(file.entry("toy").uri()).isEqualTo("embedded:tiny");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lab: {urii: 'http://h'}|line 3, column 9|Did you mean uri?",
        "lab: {uri: 'http://h', max_images: 4}|line 3, column 26|Did you mean max-images?",
        "lab: {uri: 'http://h', timeouts: {conect: 2s}}|line 3|Did you mean connect?",
        "lab: {uri: 'http://h', timeouts: {connect: 2}}|line 3, column 46|such as 1500ms",
        "lab: {uri: 'http://h', max-images: none}|line 3|a whole number from 1",
        "lab: {uri: tiny}|line 3|an address is expected",
        "lab: {key: {env: KEY}}|line 3|has no uri",
        "lab: {uri: 'embedded:tiny', key: {env: KEY}}|line 3|key is for an http or https address",
        "lab: 'http://h'|line 3, column 8|fields are expected here",
        "lab: {uri: 'http://h'|line|no YAML",
        "la/b: {uri: 'http://h'}|line 3|may hold letters"
      })
  void whatIsWrongIsSaidWithItsPlace(String line, String place, String what) throws IOException {
    write("backends:", "  fine: {uri: 'http://fine'}", "  " + line);

    assertThat(refusal(line.contains("la/b") ? "fine" : "lab"))
        .startsWith("backends.yaml, ")
        .contains(place)
        .contains(what);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "key: CANARY|key: {env: VARIABLE}",
        "key: {env: CANARY}|environment variable",
        "key: {CANARY: x}|no such field",
        "key: [CANARY]|fields are expected",
        "api_key: CANARY|Known: uri, key",
        "headers: {Authorization: Bearer CANARY}|key: {env: VARIABLE}",
        "headers: {X-Api-Key: CANARY}|key: {env: VARIABLE}",
        "extras: {deep: {api_key: CANARY}}|key: {env: VARIABLE}",
        "extras: {list: [{token: CANARY}]}|key: {env: VARIABLE}",
        "extras: {access_token: CANARY}|key: {env: VARIABLE}",
        "extras: {words: [a, Bearer CANARY]}|key: {env: VARIABLE}",
        "headers: {X-Team: Bearer CANARY}|key: {env: VARIABLE}",
        "headers: {Host: evil.example}|belongs to the connection",
        "extras: {messages: []}|every request writes the field messages itself",
        "extras: {stream: false}|every request writes the field stream itself",
        "headers: {X-Team: sk-CANARY0123456789abcdef}|key: {env: VARIABLE}",
        "key: {env: 'CANARY|no YAML",
        "key: '}CANARY|no YAML",
        "ca: \"CANARY\\q\"|no YAML",
        "timeouts: {stall: CANARY}|such as 1500ms",
        "CANARY: x|no such field"
      })
  void aKeyInTheFileIsRefusedAndNotRepeated(String line, String what) throws IOException {
    write("backends:", "  lab:", "    uri: http://h", "    " + line.replace("CANARY", CANARY));

    assertThat(refusal("lab")).contains(what).doesNotContain("canary");
  }

  @ParameterizedTest
  @CsvSource({"http://user:CANARY@h", "http://CANARY@h:80", "https://h/v1?api_key=CANARY"})
  void aKeyInAnAddressIsRefusedAndNotRepeated(String uri) throws IOException {
    write("backends:", "  lab: {uri: '" + uri.replace("CANARY", CANARY) + "'}");

    assertThat(refusal("lab")).contains("line 2", "environment variable").doesNotContain("canary");
  }

  @Test
  void anUnknownNameIsMetWithTheNearest() throws IOException {
    write("backends:", "  laboratory: {uri: 'http://h'}", "  toy: {uri: 'embedded:tiny'}");

    assertThat(refusal("laboratry"))
        .contains("Did you mean laboratory?")
        .contains("backends.yaml names: laboratory, toy.");
  }

  @Test
  void aFileOfNoNamesSaysWhereTheyGo() throws IOException {
    write("# nothing yet");

    assertThat(refusal("lab")).contains("names none yet; write them below \"backends:\"");
  }

  @Test
  void withoutAFileANameIsMetWithWhatToWrite() {
    assertThat(refusal("lab")).contains("there is no backends.yaml", "embedded:tiny");
  }

  @Test
  void aCopyOfACopyIsNotFollowed() throws IOException {
    write("backends:", "  lab: &a {uri: 'http://h', extras: *a}");

    assertThat(refusal("lab")).startsWith("backends.yaml");
  }
}
