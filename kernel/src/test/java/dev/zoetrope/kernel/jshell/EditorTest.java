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

  private String signature(String code, String text) {
    return session.editor().complete(code, code.length()).found().stream()
        .filter(match -> match.text().equals(text))
        .map(Match::signature)
        .findFirst()
        .orElseThrow(() -> new AssertionError(text + " is not offered for " + code));
  }

  private void run(String code) {
    assertThat(session.run(2, code, note -> {}, value -> Map.of()).error()).isEmpty();
  }

  @Test
  void whatCellsHaveDeclaredIsOfferedWithWhatItTakes() {
    run("int addUp(int a, java.util.List<String> b) { return a; }");
    run("class Shop { int sell(String what) { return 1; } int stock; Shop(int size) {} }");
    run("var shop = new Shop(3);");
    run("import static java.lang.Math.*;");

    assertThat(signature("addU", "addUp(")).isEqualTo("(int, java.util.List<String>) → int");
    assertThat(signature("shop.se", "sell(")).isEqualTo("(String) → int");
    assertThat(signature("shop.sto", "stock")).isEqualTo("int");
    assertThat(signature("new Sho", "Shop(")).isEqualTo("(int)");
    assertThat(signature("new StringBui", "StringBuilder(")).contains("(), (int)");
    assertThat(signature("hypo", "hypot(")).isEqualTo("(double, double) → double");
  }

  @Test
  void eachMethodOfAVariableOfTheSameCellHasASignature() {
    String code = "String s = \"a\"; s.";

    assertThat(session.editor().complete(code, code.length()).found())
        .filteredOn(match -> match.type().equals("function"))
        .hasSizeGreaterThan(30)
        .allSatisfy(match -> assertThat(match.signature()).startsWith("("));
  }

  @Test
  void aClassThatWasRefusedLeavesTheOthersTheirNames() {
    run("int total(int a, String b) { return a; }");

    assertThat(
            session.run(2, "class Bad { int a = \"x\"; }", note -> {}, value -> Map.of()).error())
        .isPresent();

    assertThat(session.editor().inspect("total(", 6).text())
        .isEqualTo("int total(int a, String b)");
    assertThat(signature("greeting.leng", "length()")).isEqualTo("() → int");
    run("var word = \"w\";");
    assertThat(session.declarations().all())
        .anySatisfy(
            declared -> {
              assertThat(declared.name()).isEqualTo("word");
              assertThat(declared.type()).isEqualTo("String");
            })
        .noneMatch(declared -> declared.name().equals("Bad"));
    run("class Bad { int a = 4; }");
    assertThat(signature("new Ba", "Bad()")).isEqualTo("()");
  }

  @Test
  void aClassThatWasForgottenLeavesTheOthersTheirNames() {
    run("class Gone { int a; }");

    session.declarations().forget(java.util.List.of("Gone"));

    run("var left = \"w\";");
    assertThat(session.declarations().all())
        .anyMatch(each -> each.name().equals("left") && each.type().equals("String"))
        .noneMatch(each -> each.name().equals("Gone"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "// greet",
        "/* greet",
        "int q = 1; /* a\n greet",
        "\"greet",
        "\"\"\"\n greet",
        "int k; // Stri"
      })
  void insideOfCommentsAndTextNothingIsOffered(String code) {
    assertThat(session.editor().complete(code, code.length()).found()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/* c */ greet",
        "// c\n greet",
        "String x = \"a\" + greet",
        "char c = '\"'; greet"
      })
  void behindCommentsAndTextNamesAreOffered(String code) {
    assertThat(session.editor().complete(code, code.length()).matches()).contains("greeting");
  }

  @Test
  void methodReferencesAreOffered() {
    Editor.Completion found = session.editor().complete("greeting::subst", 15);

    assertThat(found.start()).isEqualTo(10);
    assertThat(found.found())
        .contains(new Match("substring", "function", "(int) → String, (int, int) → String"));
    assertThat(session.editor().complete("String::", 8).matches())
        .contains("valueOf", "isBlank", "new");
    String inCall = "java.util.stream.Stream.of(\"\").map(greeting::conc";
    assertThat(session.editor().complete(inCall, inCall.length()).matches()).contains("concat");
  }

  @Test
  void beforeTheFirstLetterOnlyWhatIsNearIsOffered() {
    run("import java.util.*;");
    run("class Near {}");

    assertThat(session.editor().complete("", 0).matches())
        .contains("greeting", "Near")
        .doesNotContain("ArrayList", "String");
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
        "@Override | incomplete",
        "@SuppressWarnings(\"x\") @Deprecated | incomplete",
        "return | incomplete",
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
