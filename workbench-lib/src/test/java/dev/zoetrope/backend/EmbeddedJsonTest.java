package dev.zoetrope.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedJsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":[1,-2.5,1e-6,true,false,null,\"\\u00e9\\n\",[],{}],\"\":{\"b\":\"\"}}",
        "[1000000000000000019884624838656,4294967296,0]",
        "3",
        "{}"
      })
  void aTreeIsWhatAnObjectMapperReads(String json) throws IOException {
    assertThat(EmbeddedJson.tree(json.getBytes(UTF_8)))
        .hasToString(new ObjectMapper().readTree(json).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":[1,", "{\"a\"", "[1 2]", "weights", "[", "{\"a\":tru}"})
  void whatIsNoJsonIsAnError(String json) {
    assertThatThrownBy(() -> EmbeddedJson.tree(json.getBytes(UTF_8)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void anEmptyFileHasNothing() throws IOException {
    assertThat(EmbeddedJson.tree(new byte[0]).isMissingNode()).isTrue();
  }
}
