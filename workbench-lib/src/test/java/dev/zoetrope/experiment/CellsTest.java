package dev.zoetrope.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.backend.CachePolicy;
import dev.zoetrope.temporal.MultiImage;
import dev.zoetrope.temporal.SingleFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CellsTest {
  private static PlanBuilder plan() {
    return Plan.named("test")
        .source("a", "a.mp4")
        .source("b", "b.mp4")
        .window(Plan.PlannedWindow.at(Duration.ofSeconds(1)))
        .window(Plan.PlannedWindow.of(2, Duration.ofSeconds(1), Duration.ZERO))
        .encodings(SingleFrame.middle(), MultiImage.labelled())
        .ask(new PlannedQuestion("all", "What is it?"))
        .ask(
            new PlannedQuestion(
                "one", "How often?", Optional.empty(), List.of("b"), Optional.empty()))
        .backends("x:", "y:", "z:")
        .repetitions(2);
  }

  private static List<Cell> all(Plan plan) {
    Cells cells = new Cells(plan);
    return IntStream.range(0, cells.size()).mapToObj(cells::at).toList();
  }

  private static List<String> ids(Plan plan) {
    return all(plan).stream().map(Cell::id).toList();
  }

  @Test
  void everythingIsCombinedButQuestionsWithSourcesThatTheyAreNotAbout() {
    List<Cell> cells = all(plan().build());

    assertThat(cells).hasSize(2 * 3 * 2 * 2 * 3);
    assertThat(cells).extracting(Cell::id).doesNotHaveDuplicates();
    assertThat(cells)
        .filteredOn(cell -> cell.question().id().equals("one"))
        .isNotEmpty()
        .allMatch(cell -> cell.source().id().equals("b"));
  }

  @Test
  void aQuestionHasTheSameNameInAPlanOfAnotherOrder() {
    Plan other =
        plan().seed(9).sequence(Plan.Sequence.SHUFFLED).limits(new Plan.Limits(4, 1, 1)).build();

    assertThat(ids(other)).isEqualTo(ids(plan().build()));
    assertThat(CellIds.fingerprint(other)).isEqualTo(CellIds.fingerprint(plan().build()));
    assertThat(ids(plan().backends("w:").build())).containsAll(ids(plan().build()));
  }

  @Test
  void whateverIsAskedOtherwiseHasAnotherName() {
    Plan cold = plan().cache(CachePolicy.COLD).build();

    assertThat(ids(cold)).doesNotContainAnyElementsOf(ids(plan().build()));
    assertThat(CellIds.fingerprint(cold)).isNotEqualTo(CellIds.fingerprint(plan().build()));
    assertThat(CellIds.fingerprint(plan().backends("w:").build()))
        .isNotEqualTo(CellIds.fingerprint(plan().build()));
  }

  @ParameterizedTest
  @EnumSource(Plan.Sequence.class)
  void aTurnAsksEachQuestionOfItsBackendsOnce(Plan.Sequence sequence) {
    Plan plan = plan().sequence(sequence).seed(5).build();

    List<Cell> asked = turn(plan, List.of(0, 2));

    assertThat(asked)
        .extracting(Cell::id)
        .containsExactlyInAnyOrderElementsOf(
            all(plan).stream().filter(c -> c.at().backend() != 1).map(Cell::id).toList());
    assertThat(turn(plan, List.of(0, 2))).extracting(Cell::id).isEqualTo(names(asked));
  }

  @Test
  void interleavedBackendsTakeTurnsAtBeingFirst() {
    List<Cell> asked = turn(plan().seed(1).build(), List.of(0, 1, 2));

    assertThat(asked.subList(0, 6))
        .extracting(cell -> cell.at().backend())
        .containsExactly(1, 2, 0, 2, 0, 1);
    assertThat(asked.subList(0, 3)).extracting(cell -> cell.at().encoding()).containsOnly(0);
  }

  @Test
  void oneBackendFollowsTheOtherWhereThePlanSaysSo() {
    List<Cell> asked = turn(plan().sequence(Plan.Sequence.BY_BACKEND).build(), List.of(0, 1));

    assertThat(asked.subList(0, asked.size() / 2))
        .extracting(cell -> cell.at().backend())
        .containsOnly(0);
  }

  private static List<String> names(List<Cell> cells) {
    return cells.stream().map(Cell::id).toList();
  }

  private static List<Cell> turn(Plan plan, List<Integer> backends) {
    Turn turn = new Turn(plan, new Cells(plan), backends);
    List<Cell> asked = new ArrayList<>();
    for (Optional<Cell> next = turn.next(); next.isPresent(); next = turn.next()) {
      asked.add(next.get());
    }
    return asked;
  }
}
