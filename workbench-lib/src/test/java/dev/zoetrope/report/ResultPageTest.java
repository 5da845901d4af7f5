package dev.zoetrope.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.compare.Answers;
import dev.zoetrope.compare.AskOrder;
import dev.zoetrope.compare.Clip;
import dev.zoetrope.compare.ComparisonResult;
import dev.zoetrope.compare.ScriptedBackend;
import dev.zoetrope.experiment.MachineFacts;
import dev.zoetrope.temporal.Encoding;
import dev.zoetrope.temporal.MultiImage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ResultPageTest {
  static final List<String> TEXTS = Hostile.TEXTS;

  @Test
  void thePageShowsWhatTheModelsSawAndSaid() {
    String page = page("to the left", "abacus");

    assertThat(page).startsWith("<!DOCTYPE html>").contains("to the left", "cpu: abacus");
    assertThat(Tags.of(page).values("src"))
        .hasSize(2)
        .allMatch(src -> src.startsWith("data:image/"));
    assertThat(Tags.of(page).values("src").get(0)).startsWith("data:image/jpeg;base64,/9j/");
    assertThat(Tags.of(page).values("src").get(1)).startsWith("data:image/png;base64,iVBOR");
  }

  @Test
  void labelsStandBetweenThePicturesAsTheModelGotThem() {
    String labelled = page(MultiImage.labelled());

    assertThat(labelled.indexOf("Frame 1:")).isPositive().isLessThan(labelled.indexOf("<img"));
    assertThat(labelled.indexOf("Frame 2:"))
        .isBetween(labelled.indexOf("<img"), labelled.lastIndexOf("image/jpeg"));
    assertThat(page(MultiImage.plain())).doesNotContain("Frame 1:");
  }

  private static String page(Encoding encoding) {
    try (Clip clip = new Clip()) {
      ScriptedBackend a = new ScriptedBackend("a:", "here", Answers.saying("left"));
      return ResultPage.html(
          clip.run(clip.spec(List.of(encoding), 1, AskOrder.BY_HOST, 0, a)),
          new MachineFacts(Map.of()));
    }
  }

  @Test
  void thePageNeedsNothingElse() {
    assertThat(page("to the left", "abacus"))
        .doesNotContain("http:", "https:", "<script", "<link", "href=", "url(", "@import");
  }

  @ParameterizedTest
  @FieldSource("TEXTS")
  void hostileTextAddsNoTag(String hostile) {
    Tags tags = Tags.of(page(hostile, hostile));

    Tags harmless = Tags.of(page(hostile.replaceAll("\\S", "x"), "x"));
    assertThat(tags.names()).isEqualTo(harmless.names());
    assertThat(tags.all().size()).isEqualTo(harmless.all().size());
    assertThat(tags.values("src")).allMatch(src -> src.startsWith("data:image/"));
  }

  private static String page(String answer, String cpu) {
    try (Clip clip = new Clip()) {
      ComparisonResult result =
          clip.run(clip.spec(new ScriptedBackend("a:", "here", Answers.saying(answer))));
      return ResultPage.html(result, new MachineFacts(Map.of("cpu", cpu)));
    }
  }
}
