package dev.zoetrope.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class VisibleTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @FieldSource("dev.zoetrope.report.Hostile#TEXTS")
  void jsonMeansTheSameAndHidesNothing(String text) throws IOException {
    String shown =
        Visible.json(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(Map.of("a", text)));

    assertThat(JSON.readTree(shown).path("a").asText()).isEqualTo(text);
    assertThat(Visible.of(shown)).isEqualTo(shown);
  }

  @Test
  void jsonLeavesLettersAlone() {
    assertThat(Visible.json("{\"a\":\"日本語 ü 😀\"}")).isEqualTo("{\"a\":\"日本語 ü 😀\"}");
  }
}
