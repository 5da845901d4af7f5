package dev.zoetrope.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.temporal.Encoding;
import dev.zoetrope.temporal.SingleFrame;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final List<Encoding> ONE = List.of(SingleFrame.middle());
  private static final List<Encoding> TWO = List.of(SingleFrame.middle(), SingleFrame.last());

  private final Clip clip = new Clip();

  @AfterEach
  void close() {
    clip.close();
  }

  @Test
  void eachRoundBeginsWithTheNextBackend() {
    assertThat(asked(ONE, 4, AskOrder.IN_TURN, 0)).containsExactly("a b c  b c a  c a b  a b c");
  }

  @Test
  void theSeedSaysWhoBegins() {
    assertThat(asked(ONE, 2, AskOrder.IN_TURN, 2)).containsExactly("c a b  a b c");
    assertThat(asked(ONE, 1, AskOrder.IN_TURN, -1)).containsExactly("c a b");
    assertThat(asked(ONE, 1, AskOrder.IN_TURN, Long.MAX_VALUE - 3)).hasSize(1);
  }

  @Test
  void anEncodingIsARoundToo() {
    assertThat(asked(TWO, 1, AskOrder.IN_TURN, 0)).containsExactly("a b c  b c a");
  }

  @Test
  void aHostIsALane() {
    assertThat(asked(ONE, 4, AskOrder.BY_HOST, 0))
        .containsExactly("a b  b a  a b  b a", "c  c  c  c");
  }

  @Test
  void atOnceEachBackendIsALane() {
    assertThat(asked(ONE, 2, AskOrder.AT_ONCE, 0)).containsExactly("a  a", "b  b", "c  c");
  }

  @Test
  void slotsCountEncodingsThenBackendsThenRepetitions() {
    List<Slot> slots =
        new Schedule(spec(TWO, 2, AskOrder.BY_HOST, 0))
            .slots().stream().map(Schedule.Ask::slot).toList();

    assertThat(slots).extracting(Slot::index).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    assertThat(slots.get(0).encoding()).isEqualTo("single-middle");
    assertThat(slots.get(1).repetition()).isEqualTo(1);
    assertThat(slots.get(2).backend().uri()).isEqualTo("b:");
    assertThat(slots.get(6).encoding()).isEqualTo("single-last");
  }

  @Test
  void theWordsSayWhatWasDone() {
    assertThat(words(AskOrder.IN_TURN)).isEqualTo("in turn, in rotated order (seed 3)");
    assertThat(words(AskOrder.AT_ONCE)).startsWith("all at once").contains("share");
    assertThat(words(AskOrder.BY_HOST))
        .isEqualTo("in turn on each host, in rotated order (seed 3), hosts at once");
  }

  private String words(AskOrder order) {
    return new Schedule(spec(ONE, 1, order, 3)).words();
  }

  /** Each lane as letters, two blanks between rounds. */
  private List<String> asked(List<Encoding> encodings, int times, AskOrder order, long seed) {
    return new Schedule(spec(encodings, times, order, seed))
        .lanes().stream().map(ScheduleTest::letters).toList();
  }

  private static String letters(List<Schedule.Ask> lane) {
    StringBuilder letters = new StringBuilder();
    String round = "";
    for (Schedule.Ask ask : lane) {
      String of = ask.slot().repetition() + ask.slot().encoding();
      letters.append(letters.isEmpty() ? "" : of.equals(round) ? " " : "  ");
      letters.append(ask.slot().backend().uri().charAt(0));
      round = of;
    }
    return letters.toString();
  }

  private ComparisonSpec spec(List<Encoding> encodings, int times, AskOrder order, long seed) {
    VlmBackend[] three = {at("a:", "here"), at("b:", "here"), at("c:", "there")};
    return clip.spec(encodings, times, order, seed, three);
  }

  private static VlmBackend at(String uri, String host) {
    return new ScriptedBackend(uri, host, Answers.saying("left"));
  }
}
