package dev.zoetrope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ParameterCellTest {
  private static final ParameterCell CELL =
      new ParameterCell(
          """
          String source = "clips/a.mp4";
          String backends = "embedded:tiny"; // a list
          int frames = 4;
          double fps = 2.5;
          long seed = 1;
          boolean strict = false;
          var clip = Sources.open(source);
          """);

  @Test
  void replacesATextAndKeepsTheOtherLines() {
    assertThat(CELL.with("source", "b.mp4"))
        .contains("String source = \"b.mp4\";")
        .contains("String backends = \"embedded:tiny\"; // a list")
        .contains("int frames = 4;");
  }

  @Test
  void keepsTheCommentBehindAReplacedValue() {
    assertThat(CELL.with("backends", "x,y")).contains("String backends = \"x,y\"; // a list");
  }

  @Test
  void aTextStaysATextWhateverItHolds() {
    assertThat(CELL.with("source", "\"; System.exit(1); //\\ \n\u0001"))
        .contains("String source = \"\\\"; System.exit(1); //\\\\ \\n\\001\";");
  }

  @Test
  void numbersAndBooleansAreChecked() {
    assertThat(CELL.with("frames", "8")).contains("int frames = 8;");
    assertThat(CELL.with("fps", "30")).contains("double fps = 30.0;");
    assertThat(CELL.with("strict", "true")).contains("boolean strict = true;");
    assertThatThrownBy(() -> CELL.with("frames", "2.5"))
        .hasMessage("The parameter \"frames\" must be a whole number, not \"2.5\".");
    assertThatThrownBy(() -> CELL.with("strict", "yes")).hasMessageContaining("true or false");
  }

  @Test
  void aLeadingZeroIsNoOctalNumber() {
    assertThat(CELL.with("frames", "010")).contains("int frames = 10;");
    assertThat(CELL.with("seed", "010")).contains("long seed = 10L;");
    assertThat(CELL.with("fps", "010")).contains("double fps = 10.0;");
  }

  @Test
  void aNumberThatDoesNotFitIsRefused() {
    assertThat(CELL.with("seed", "9876543210")).contains("long seed = 9876543210L;");
    assertThatThrownBy(() -> CELL.with("frames", "9876543210")).hasMessageContaining("below");
    assertThatThrownBy(() -> CELL.with("seed", "9876543210987654321"))
        .hasMessageContaining("below 2^63");
    assertThatThrownBy(() -> CELL.with("fps", "1e999")).hasMessageContaining("below 1.8e308");
    assertThatThrownBy(() -> CELL.with("fps", "0x10")).hasMessageContaining("a number");
  }

  @Test
  void anUnknownNameIsRefusedWithTheNearestOne() {
    assertThatThrownBy(() -> CELL.with("sorce", "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Did you mean source?")
        .hasMessageContaining("It has: source, backends, frames, fps, seed, strict, clip.");
  }

  @Test
  void anExpressionIsNotReplaced() {
    assertThatThrownBy(() -> CELL.with("clip", "x")).hasMessageContaining("cannot replace it");
  }
}
