package dev.zoetrope.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.backend.FinishReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTest {
  @Test
  void anAnswerThatTheModelEndedHasNoFlaw() {
    assertThat(new Outcome.Complete("It moves right.", FinishReason.STOP).flaw()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "LENGTH, cut at the token limit",
    "CONTENT_FILTER, content filter",
    "OTHER, no reason that is known",
    "CANCELLED, cancelled"
  })
  void anAnswerThatSomebodyElseEndedSaysSo(FinishReason finish, String words) {
    assertThat(new Outcome.Complete("It mo", finish).flaw().orElseThrow()).contains(words);
  }

  @Test
  void anEmptyAnswerIsCalledEmpty() {
    assertThat(new Outcome.Complete(" \n", FinishReason.STOP).flaw().orElseThrow())
        .startsWith("empty");
  }

  @Test
  void aFailureGivesItsReason() {
    assertThat(new Outcome.Failed("It", "unreachable", "Start the server.").flaw())
        .contains("failed: Start the server.");
  }
}
