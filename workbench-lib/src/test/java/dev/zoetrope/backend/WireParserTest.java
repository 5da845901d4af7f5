package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.metrics.Timeline;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every protocol, cut and split at every byte, without a socket between. */
class WireParserTest {
  private static WireAnswer answer(Dialect dialect) {
    return new WireAnswer(
        dialect.reader(errors(dialect)),
        true,
        0,
        WirePulse.unwatched(),
        () -> false,
        errors(dialect).mask(),
        event -> {});
  }

  private static WireErrors errors(Dialect dialect) {
    return new WireErrors(dialect.server(), new HttpKeys(name -> Optional.empty()));
  }

  private static WireParser parser(Dialect dialect, WireAnswer answer) {
    return new WireParser(dialect, errors(dialect), HttpLimits.usual(), answer);
  }

  private static String text(WireAnswer answer) {
    return answer
        .ended(new WireMarks(0, OptionalLong.empty(), OptionalLong.empty(), Timeline.Wire.NONE), 0)
        .text();
  }

  @ParameterizedTest
  @EnumSource
  void cutAtEveryByteItIsTheWholeAnswerOrAnError(Speech speech) {
    byte[] whole = speech.recorded().body();
    int errors = 0;
    int answers = 0;
    for (int cut = 0; cut <= whole.length; cut++) {
      WireAnswer answer = answer(speech.dialect());
      WireParser parser = parser(speech.dialect(), answer);
      try {
        parser.feed(Arrays.copyOf(whole, cut), cut);
        parser.end();
        answers++;
        assertThat(text(answer)).as("cut at %d", cut).isEqualTo(speech.text());
      } catch (BackendException e) {
        errors++;
        assertThat(e).as("cut at %d", cut).isInstanceOf(BackendException.MalformedStream.class);
        assertThat(speech.text()).as("cut at %d", cut).startsWith(text(answer));
      }
    }
    assertThat(errors).isGreaterThan(whole.length / 2);
    assertThat(answers).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void splitAtEveryByteItIsTheSame(Speech speech) {
    byte[] whole = speech.recorded().body();
    for (int split = 0; split <= whole.length; split++) {
      WireAnswer answer = answer(speech.dialect());
      WireParser parser = parser(speech.dialect(), answer);
      parser.feed(whole, split);
      byte[] rest = Arrays.copyOfRange(whole, split, whole.length);
      parser.feed(rest, rest.length);
      if (!answer.marked()) {
        parser.end();
      }
      assertThat(text(answer)).as("split at %d", split).isEqualTo(speech.text());
    }
  }
}
