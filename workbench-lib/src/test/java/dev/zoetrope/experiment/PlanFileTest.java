package dev.zoetrope.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.backend.BackendException;
import dev.zoetrope.backend.CachePolicy;
import dev.zoetrope.backend.Sampling;
import dev.zoetrope.compare.AskOrder;
import dev.zoetrope.temporal.Encoding;
import dev.zoetrope.temporal.Grid;
import dev.zoetrope.temporal.MultiImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanFileTest {
  static final String WHOLE =
      """
      name: which-way
      sources:
        - clips/door.mp4
        - {id: ball, uri: "synthetic:bounce?seed=7"}
      windows:
        - at: 1.5s
        - {frames: 4, spacing: 250ms, from: 1s}
      encodings: [grid:2x2, multi]
      prompts:
        - Which way does it move?
        - id: count
          text: How often does it bounce?
          kind: count
          about: [ball]
          rule: {number: 3}
      backends: [embedded:tiny, lab]
      samplings:
        - {max-tokens: 32, temperature: 0.7, seed: 5}
        - {}
      repetitions: 3
      seed: -7
      cache: cold
      order: shuffled
      at-once: nothing
      limits: {workers: 4, retries: 0, failures: 3}
      budget: {requests: 500, time: 2h}
      """;

  @TempDir Path folder;

  @Test
  void theFileAndTheBuilderMakeTheSamePlan() throws IOException {
    Plan built =
        Plan.named("which-way")
            .source("clips/door.mp4")
            .source("ball", "synthetic:bounce?seed=7")
            .window(Plan.PlannedWindow.at(Duration.ofMillis(1500)))
            .window(Plan.PlannedWindow.of(4, Duration.ofMillis(250), Duration.ofSeconds(1)))
            .encodings(Grid.of(2, 2), MultiImage.labelled())
            .ask(new PlannedQuestion("prompt-1", "Which way does it move?"))
            .ask(
                new PlannedQuestion(
                    "count",
                    "How often does it bounce?",
                    Optional.of("count"),
                    List.of("ball"),
                    Optional.of(new Rule.Number(3))))
            .backends("embedded:tiny", "lab")
            .sampling(new Sampling(32, 0.7, 5))
            .sampling(Sampling.greedy(128))
            .repetitions(3)
            .seed(-7)
            .cache(CachePolicy.COLD)
            .sequence(Plan.Sequence.SHUFFLED)
            .order(AskOrder.IN_TURN)
            .limits(new Plan.Limits(4, 0, 3))
            .budget(new Plan.Budget(OptionalInt.of(500), Optional.of(Duration.ofHours(2))))
            .build();

    Plan read = read(WHOLE);

    assertThat(read)
        .usingRecursiveComparison()
        .withEqualsForType((a, b) -> a.name().equals(b.name()), Encoding.class)
        .ignoringFields("axes.encodings")
        .isEqualTo(built);
    assertThat(PlanJson.run(read)).isEqualTo(PlanJson.run(built));
    assertThat(read.size()).isEqualTo(3 * (2 + 1) * 2 * 2 * 2 * 2);
  }

  @Test
  void aShortPlanHasItsFilesNameAndTheUsualRest() throws IOException {
    Plan plan = read("sources: [a.mp4]\nprompts: [What is it?]\nbackends: [embedded:tiny]\n");

    assertThat(plan.name()).isEqualTo("motion");
    assertThat(plan.axes().encodings()).extracting(Encoding::name).containsExactly("single-middle");
    assertThat(plan.axes().samplings()).containsExactly(Sampling.greedy(128));
    assertThat(plan.limits()).isEqualTo(Plan.Limits.USUAL);
    assertThat(plan.size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: which-way|nme: which-way|Did you mean name?|1",
        "sources:|source:|Did you mean sources?|2",
        "{id: ball, uri|{id: ball, url|Did you mean uri?|4",
        "clips/door.mp4|ball|stands here twice|4",
        "clips/door.mp4|rtsp://me:secret@cam/1|never stands in a plan|3",
        "at: 1.5s|at: soon|such as 500ms, 2s|6",
        "at: 1.5s|{at: 1s, frames: 2}|not both|6",
        "at: 1.5s|{at: 1s, spacing: 2s}|go with frames|6",
        "frames: 4|frames: 0|whole number from 1|7",
        "spacing: 250ms|spacing: 250|such as 500ms|7",
        "grid:2x2, multi|grid:2x2, mult|Did you mean multi?|8",
        "grid:2x2, multi|grid:0x2, multi|has no cells|8",
        "grid:2x2, multi|multi, multi|stands here twice|8",
        "[grid:2x2, multi]|multi|a list is expected|8",
        "[grid:2x2, multi]|[]|a list is expected|8",
        "id: count|id: no blanks|letters, digits, dots|11",
        "id: count|id: prompt-1|stands here twice|11",
        "text: How often does it bounce?|txt: How?|Did you mean text?|12",
        "text: How often does it bounce?|text: ''|a word is expected|12",
        "about: [ball]|about: [bal]|Did you mean ball?|14",
        "rule: {number: 3}|rule: {number: three}|a number is expected|15",
        "rule: {number: 3}|rule: {choice: [left]}|one rule is expected|15",
        "rule: {number: 3}|rule: {choice: [left, right], answer: up}|none of the options|15",
        "rule: {number: 3}|rule: {choice: [left], answer: left}|two options|15",
        "rule: {number: 3}|rule: {yes_no: maybe}|one of false, no, true, yes|15",
        "rule: {number: 3}|rule: {regex: '('}|no regular expression|15",
        "rule: {number: 3}|rule: {number: 3, set: [a]}|one rule is expected|15",
        "embedded:tiny, lab|embedded:tiny, embedded:tiny|stands here twice|16",
        "embedded:tiny, lab|http://key@h:80|backends.yaml|16",
        "embedded:tiny, lab|http://h/v1?api_key=x|backends.yaml|16",
        "max-tokens: 32|max-tokens: 0|whole number from 1|18",
        "max-tokens: 32|max_tokens: 32|Did you mean max-tokens?|18",
        "temperature: 0.7|temperature: -1|at least 0|18",
        "temperature: 0.7|temperature: hot|a number is expected|18",
        "repetitions: 3|repetitions: 0|whole number from 1|20",
        "repetitions: 3|repetitions: 900000000|a run holds 10000000 at most|1",
        "seed: -7|seed: x|a whole number is expected|21",
        "cache: cold|cache: colt|Did you mean cold?|22",
        "order: shuffled|order: shuffle|Did you mean shuffled?|23",
        "at-once: nothing|at-once: host|Did you mean hosts?|24",
        "workers: 4|worker: 4|Did you mean workers?|25",
        "retries: 0|retries: -1|retries must be 0 or more|25",
        "requests: 500|requests: many|whole number from 1|26",
        "time: 2h|time: 2 h|such as 500ms, 2s|26",
        "name: which-way|include: other.yaml|there is no field|1",
        "[ball]|*ball|no YAML|14"
      })
  void everyMistakeIsMetWhereItStands(String right, String wrong, String what, int line)
      throws IOException {
    assertThat(WHOLE).contains(right);
    String plan = WHOLE.replaceFirst(Pattern.quote(right), wrong);

    assertThatThrownBy(() -> read(plan))
        .isInstanceOf(BackendException.BadSettings.class)
        .hasMessageStartingWith("motion.yaml, line " + line + ", column ")
        .hasMessageContaining(what);
  }

  @ParameterizedTest
  @CsvSource({"sources", "prompts", "backends"})
  void whatIsMissingIsNamedWithAnExample(String field) throws IOException {
    String plan =
        "sources: [a.mp4]\nprompts: [What is it?]\nbackends: [embedded:tiny]\n"
            .replaceFirst("(?m)^" + field + ".*$", "seed: 1");

    assertThatThrownBy(() -> read(plan))
        .hasMessageContaining("the field " + field + " is missing; add " + field + ": [");
  }

  @Test
  void theSameWordsTwiceAboutOneSourceAreOneQuestionTooMany() throws IOException {
    String plan = "sources: [a.mp4]\nprompts: [What?, What?]\nbackends: [embedded:tiny]\n";

    assertThatThrownBy(() -> read(plan)).hasMessageContaining("is asked about a.mp4 already");
  }

  @Test
  void anEmptyAndAMissingFileAreSentences() throws IOException {
    assertThatThrownBy(() -> read("")).hasMessageContaining("the plan is empty");
    assertThatThrownBy(() -> PlanFile.read(folder.resolve("none.yaml")))
        .hasMessageContaining("none.yaml cannot be read");
  }

  private Plan read(String text) throws IOException {
    return PlanFile.read(Files.writeString(folder.resolve("motion.yaml"), text));
  }
}
