package dev.zoetrope.kernel.jshell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.kernel.display.ErrorFaces;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EditorTest {
  private JavaSession session;

  @BeforeAll
  void open() {
    session = JavaSession.open(System.getProperty("java.class.path"), new ErrorFaces());
    session.run(1, "String greeting = \"hello\";", note -> {}, value -> Map.of());
  }

  @AfterAll
  void close() {
    session.close();
  }

  @Test
  void membersOfAVariableAreOffered() {
    Editor.Completion completion = session.editor().complete("greeting.subs", 13);

    assertThat(completion).isEqualTo(new Editor.Completion(9, 13, completion.found()));
    assertThat(completion.matches()).contains("substring(");
  }

  @Test
  void membersAreOfferedWithWhatTheyAreAndTake() {
    assertThat(session.editor().complete("greeting.subs", 13).found())
        .contains(new Match("substring(", "function", "(int) → String, (int, int) → String"));
    assertThat(session.editor().complete("Integer.MAX_V", 13).found())
        .contains(new Match("MAX_VALUE", "constant", "int"));
    assertThat(session.editor().complete("gree", 4).found())
        .contains(new Match("greeting", "instance", ""));
  }

  @Test
  void classesThatAreNotImportedAreOfferedByTheirFullName() {
    assertThat(session.editor().complete("new BufferedIma", 15).matches())
        .contains("java.awt.image.BufferedImage");
    assertThat(session.editor().complete("Strin", 5).matches())
        .contains("String")
        .doesNotContain("java.lang.String");
    assertThat(session.editor().complete("ConcurrentMapOnlyWeirdos", 24).found()).isEmpty();
  }

  @Test
  void aLongHeadIsNoTrouble() {
    String head = " ".repeat(100_000) + "// c\n".repeat(100_000);

    assertThat(session.editor().completeness(head + "class A {}").status()).isEqualTo("complete");
  }

  @Test
  void variablesOfTheSameCellAreKnown() {
    String code = "String s = \"a\"; s.subs";

    assertThat(session.editor().complete(code, code.length()).matches()).contains("substring(");
  }

  @Test
  void whatStandsAfterADeclarationIsCompleted() {
    String code = "class A { int x; }\ngreeting.subs";

    Editor.Completion completion = session.editor().complete(code, code.length());
    assertThat(completion.matches()).contains("substring(");
    assertThat(completion.start()).isEqualTo(code.length() - 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"String.valueOf", "String.valueOf(1)", "String.valueOf("})
  void aCallIsExplainedWithOrWithoutItsParenthesis(String code) {
    assertThat(session.editor().inspect(code, 10).text()).contains("String.valueOf(Object obj)");
  }

  @Test
  void theMethodAtTheCursorIsExplainedBeforeTheCallAroundIt() {
    assertThat(session.editor().inspect("Math.max(String.valueOf", 23).text())
        .contains("valueOf(char c)");
    assertThat(session.editor().inspect("Math.max(System.out", 19).text()).contains("PrintStream");
  }

  @Test
  void anImportChangesWhatAShortNameMeans() {
    session.prepare("import java.util.Timer;");
    String first = session.editor().inspect("new Timer(", 10).text();
    session.prepare("import javax.swing.Timer;");

    assertThat(first).contains("isDaemon").doesNotContain("listener");
    assertThat(session.editor().inspect("new Timer(", 10).text()).contains("listener");
  }

  @Test
  void aVariableIsExplainedByItsTypeAndAClassByItsName() {
    assertThat(session.editor().inspect("greeting", 8).text())
        .contains("String")
        .contains("greeting");
    assertThat(session.editor().inspect("Integer", 3).text()).contains("Integer");
  }

  @Test
  void whatIsNotKnownIsNotExplained() {
    assertThat(session.editor().inspect("nothing.here", 5).text()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1 | complete",
        "int a = 1; | complete",
        "class A { int x; } | complete",
        "// only a comment | complete",
        "int a = 1; a + 1 | complete",
        "int f(int x) { | incomplete",
        "notYet.declared() | complete",
        "foo( | incomplete",
        "int x = | incomplete",
        "int 1x = 3; | invalid",
        "class 3 {} | invalid",
        "import = 7q; | invalid",
        "a +* 1 | invalid",
      })
  void cellsAreCompleteOrNot(String code, String status) {
    assertThat(session.editor().completeness(code).status()).isEqualTo(status);
  }

  @Test
  void anOpenBraceIndentsTheNextLine() {
    assertThat(session.editor().completeness("void f() {\n  if (true) {").indent())
        .isEqualTo("    ");
  }
}
