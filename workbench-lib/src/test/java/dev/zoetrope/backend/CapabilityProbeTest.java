package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.backend.Capabilities.PictureLimit;
import dev.zoetrope.backend.Finding.Verdict;
import dev.zoetrope.backend.QuirkyVlm.Habit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CapabilityProbeTest {
  private static Capabilities probed(Habit habit, ProbeDepth depth) throws InterruptedException {
    return CapabilityProbe.of(new QuirkyVlm(habit), depth).run((what, number, of) -> {});
  }

  @Test
  void anHonestServerIsProvenToBeOne() throws InterruptedException {
    Capabilities known = probed(Habit.NONE, ProbeDepth.FULL);

    assertThat(known.findings())
        .filteredOn(finding -> finding.verdict() == Verdict.YES)
        .extracting(Finding::trait)
        .containsExactly(
            Trait.PICTURES,
            Trait.SEVERAL_PICTURES,
            Trait.ALL_SEEN,
            Trait.KEPT_APART,
            Trait.ORDER,
            Trait.REFUSES_OVERFLOW,
            Trait.SEED);
    assertThat(known.isRefuted(Trait.PROMPT_CACHE)).isTrue();
    assertThat(known.limit()).contains(new PictureLimit(64, PictureLimit.Source.AT_LEAST));
    assertThat(known.maxImages()).isEmpty();
    assertThat(known.costs())
        .extracting(cost -> cost.width() + ":" + cost.tokens())
        .containsExactly("64:20", "256:20", "512:20", "1024:20");
  }

  @ParameterizedTest
  @CsvSource({
    "BLIND, PICTURES",
    "REFUSES_PICTURES, PICTURES",
    "ONE_ONLY, SEVERAL_PICTURES",
    "KEEPS_THE_LAST_THREE, ALL_SEEN",
    "FUSES_NEIGHBOURS, KEPT_APART",
    "BACKWARDS, ORDER",
    "CUTS_THE_PROMPT, REFUSES_OVERFLOW",
    "DROPS_VIDEO, VIDEO",
    "REFUSES_VIDEO, VIDEO",
    "NO_SEED, SEED"
  })
  void oneBadHabitIsFoundOutAndNoOther(Habit habit, Trait refuted) throws InterruptedException {
    Capabilities known = probed(habit, ProbeDepth.FULL);

    assertThat(known.findings())
        .filteredOn(finding -> finding.verdict() == Verdict.NO)
        .extracting(Finding::trait)
        .filteredOn(trait -> !trait.name().endsWith("CACHE"))
        .containsExactly(refuted);
  }

  @Test
  void aClipThatCostsTokensIsTaken() throws InterruptedException {
    assertThat(probed(Habit.TAKES_VIDEO, ProbeDepth.FULL).of(Trait.VIDEO).evidence())
        .contains("four seconds cost 140 tokens");
    assertThat(probed(Habit.NONE, ProbeDepth.FULL).of(Trait.VIDEO).evidence())
        .contains("no way to send this server a clip is known");
  }

  @ParameterizedTest
  @CsvSource({
    "ONE_ONLY, 1, TOLD",
    "AT_MOST_TEN_TOLD, 10, TOLD",
    "AT_MOST_TEN_UNTOLD, 10, SEARCHED",
    "NONE, 64, AT_LEAST"
  })
  void theLimitIsWhatTheServerTellsElseSearched(Habit habit, int most, PictureLimit.Source source)
      throws InterruptedException {
    assertThat(probed(habit, ProbeDepth.FULL).limit()).contains(new PictureLimit(most, source));
  }

  @Test
  void theShortFormSendsAtMostFourPicturesAndNothingLong() throws InterruptedException {
    Capabilities known = probed(Habit.AT_MOST_TEN_TOLD, ProbeDepth.SHORT);

    assertThat(known.limit()).contains(new PictureLimit(4, PictureLimit.Source.AT_LEAST));
    assertThat(known.of(Trait.REFUSES_OVERFLOW).verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(known.of(Trait.REFUSES_OVERFLOW).evidence()).contains("short");
    assertThat(known.isProven(Trait.ORDER)).isTrue();
  }

  @Test
  void withoutCountsNothingIsClaimedThatOnlyCountsCanShow() throws InterruptedException {
    Capabilities known = probed(Habit.NO_COUNTS, ProbeDepth.FULL);

    assertThat(known.isProven(Trait.PICTURES)).isTrue();
    assertThat(List.of(Trait.ALL_SEEN, Trait.KEPT_APART, Trait.REFUSES_OVERFLOW))
        .allSatisfy(
            trait -> {
              assertThat(known.of(trait).verdict()).isEqualTo(Verdict.UNKNOWN);
              assertThat(known.of(trait).evidence()).contains("no count");
            });
    assertThat(known.costs()).isEmpty();
  }

  @Test
  void aModelThatSaysTheSameWhateverTheSeedProvesNothing() throws InterruptedException {
    assertThat(probed(Habit.NO_CHANCE, ProbeDepth.SHORT).of(Trait.SEED).verdict())
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void aCacheOfPromptsIsKnownByItsOwnCount() throws InterruptedException {
    Finding finding = probed(Habit.CACHES_PROMPTS, ProbeDepth.SHORT).of(Trait.PROMPT_CACHE);

    assertThat(finding.verdict()).isEqualTo(Verdict.YES);
    assertThat(finding.evidence()).contains("tokens came out of it");
  }

  @ParameterizedTest
  @EnumSource(
      value = Habit.class,
      names = {"BROKE"},
      mode = EnumSource.Mode.EXCLUDE)
  void noHabitCostsMoreQuestionsThanWereAnnounced(Habit habit) throws InterruptedException {
    for (ProbeDepth depth : ProbeDepth.values()) {
      QuirkyVlm vlm = new QuirkyVlm(habit);
      CapabilityProbe probe = CapabilityProbe.of(vlm, depth);
      Capabilities known = probe.run((what, number, of) -> {});

      assertThat(vlm.asked()).isLessThanOrEqualTo(probe.mostRequests());
      assertThat(known.probed().orElseThrow().requests()).isEqualTo(vlm.asked());
    }
  }

  @Test
  void itTellsHowFarItIs() throws InterruptedException {
    List<String> steps = new ArrayList<>();
    CapabilityProbe.of(new QuirkyVlm(Habit.NONE), ProbeDepth.FULL)
        .run((what, number, of) -> steps.add(number + "/" + of));

    assertThat(steps).startsWith("1/" + steps.size()).endsWith(steps.size() + "/" + steps.size());
  }

  @Test
  void whoHasNoCreditIsNotAskedAgain() {
    QuirkyVlm vlm = new QuirkyVlm(Habit.BROKE);

    assertThatThrownBy(() -> vlm.probe(ProbeDepth.FULL, (what, number, of) -> {}))
        .isInstanceOf(BackendException.QuotaExceeded.class);
    assertThat(vlm.asked()).isEqualTo(1);
  }

  @Test
  void anInterruptedProbeEndsAtOnce() {
    QuirkyVlm vlm = new QuirkyVlm(Habit.NONE);

    assertThatThrownBy(
            () ->
                vlm.probe(
                    ProbeDepth.FULL, (what, number, of) -> Thread.currentThread().interrupt()))
        .isInstanceOf(InterruptedException.class);
    assertThat(vlm.asked()).isZero();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void nothingIsKnownOfWhoWasNotProbed() {
    Capabilities known = new QuirkyVlm(Habit.NONE).capabilities();

    assertThat(known.probed()).isEmpty();
    assertThat(known.findings()).hasSize(Trait.values().length);
    assertThat(known.findings()).extracting(Finding::verdict).containsOnly(Verdict.UNKNOWN);
    assertThat(known.maxImages()).isEqualTo(OptionalInt.empty());
  }
}
