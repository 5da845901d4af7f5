package dev.zoetrope.kernel.jshell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.kernel.display.ErrorFace;
import dev.zoetrope.kernel.display.ErrorFaces;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JavaSessionTest {
  private final ErrorFaces faces = new ErrorFaces();
  private final List<String> notes = new ArrayList<>();
  private JavaSession session;
  private int cell;

  @BeforeEach
  void open() {
    session = JavaSession.open(System.getProperty("java.class.path"), faces);
    session.prepare("import java.util.*;");
  }

  @AfterEach
  void close() {
    session.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1 + 1 | 2",
        "1 + 1; | 2",
        "int x = 3; x | 3",
        "int x = 3; x++; x | 4",
        "int x = 3; x // a comment | 3",
        "\"a=b\" | a=b",
        "3 == 4 | false",
        "List.of(1, 2) | [1, 2]",
        "List.of(1); /* the end */ | [1]",
        "new StringBuilder(\"ab\").reverse() | ba",
        "new Object() { public String toString() { return \"anonymous\"; } } | anonymous",
        "int twice(int n) { return 2 * n; } twice(4) | 8",
        "record Point(int x) {} new Point(1) | Point[x=1]",
        "switch (2) { case 1 -> \"one\"; default -> \"more\"; } | more",
        "true ? 1 : 2 | 1",
        "(5) | 5",
        "'c' | c",
      })
  void theLastExpressionIsTheCellsValue(String code, String value) {
    assertThat(shown(code)).contains(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "// only a comment",
        "int x = 3;",
        "int x; x = 3",
        "System.gc();",
        "void f() {} f()",
        "String s = null; s",
        "for (int i = 0; i < 2; i++) { Math.abs(i); }",
        "import java.time.*;",
        "class Box<T> { T t; }",
      })
  void whatHasNoValueShowsNothing(String code) {
    assertThat(shown(code)).isEmpty();
  }

  @Test
  void cellsShareTheirVariablesAndCanChangeThem() {
    run("int x = 1; int f() { return 1; }");
    run("x = 5; int f() { return 10; }");

    assertThat(shown("x + f()")).contains("15");
  }

  @Test
  void aCompileErrorShowsItsLineAndACaret() {
    CellError error = error("int fine = 1;\n  int wrong = nowhere + 1;\n");

    assertThat(error.name()).isEqualTo("CompileError");
    assertThat(error.message()).isEqualTo("cannot find symbol");
    assertThat(plain(error))
        .containsSubsequence(
            "CompileError at In [1]:2: cannot find symbol",
            "      int wrong = nowhere + 1;",
            "                  ^^^^^^^")
        .anySatisfy(line -> assertThat(line).contains("variable nowhere"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n\nthrow new Error();",
        "int a = 1;\n\nthrow new Error();",
        "// first\n/* second */\nthrow new Error();",
        "int a = 1; // first\n// second {\nthrow new Error();",
        "\n\nList.of().iterator().next();",
      })
  void anExceptionNamesItsLineWhateverStandsBefore(String code) {
    assertThat(plain(error(code))).anySatisfy(line -> assertThat(line).contains("In [1]:3"));
  }

  @Test
  void aLongLiteralIsNoTroubleAndALongLineIsShownInPart() {
    assertThat(shown("\"" + "x".repeat(60_000) + "\".length()")).contains("60000");

    CellError error = error("nowhere(\"" + "\\\\".repeat(100_000) + "\")");

    assertThat(error.message()).isEqualTo("cannot find symbol");
    assertThat(error.trace()).allSatisfy(line -> assertThat(line).hasSizeLessThan(500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"String big = \"%s\";", "System.out.println(\"%s\");", "\"%s\".length()"})
  void whatIsTooLargeForAClassFileIsAnErrorAndTheNextCellRuns(String code) {
    run("int kept = 42;");

    CellError error = error(String.format(code, "x".repeat(70_000)));

    assertThat(error.name()).isEqualTo("CompileError");
    assertThat(error.message()).contains("too long");
    assertThat(notes).isEmpty();
    assertThat(shown("kept + 1")).contains("43");
    assertThat(shown("class Next {} new Next().getClass().getSimpleName()")).contains("Next");
  }

  @Test
  void codeAfterAnErrorDoesNotRun() {
    run("int x = 1; int wrong = nowhere; x = 2;");

    assertThat(shown("x")).contains("1");
  }

  @Test
  void anUnfinishedCellIsACompileError() {
    assertThat(error("int x = ").name()).isEqualTo("CompileError");
  }

  @Test
  void anExceptionShowsTheUsersLinesOnly() {
    run("int half(int n) {\n  return n / (n - n);\n}");
    CellError error = error("int a = 1;\nhalf(a)");

    assertThat(error.name()).isEqualTo("ArithmeticException");
    assertThat(error.message()).isEqualTo("/ by zero");
    assertThat(plain(error))
        .containsExactly(
            "ArithmeticException: / by zero", "    at half (In [1]:2)", "    at In [2]:2");
  }

  @Test
  void causesAreShownWithTheirLines() {
    run("void inner() {\n  throw new IllegalArgumentException(\"inner\");\n}");
    CellError error =
        error(
            "try {\n  inner();\n} catch (RuntimeException e) {\n  throw new IllegalStateException(\"outer\", e);\n}");

    assertThat(error.name()).isEqualTo("IllegalStateException");
    assertThat(plain(error))
        .containsSubsequence(
            "IllegalStateException: outer",
            "    at In [2]:4",
            "Caused by: IllegalArgumentException: inner",
            "    at inner (In [1]:2)",
            "    at In [2]:2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "int x =\\n  Integer.parseInt(\\n    null); | 2",
        "var all = List.of(1, 2);\\nall\\n  .forEach(n -> {\\n    throw new Error();\\n  }); | 4",
        "class A {\\n  int n;\\n  A() {\\n    n = 1 / n;\\n  }\\n}\\nnew A() | 4",
        "enum E {\\n  ONE;\\n  static int f() { return Integer.parseInt(null); }\\n}\\nE.f() | 3",
        "var s = new Object() {\\n  public String toString() {\\n    throw new Error();\\n  }\\n};\\ns.toString() | 3",
        "int a = 1, b = 2,\\n  c = Integer.parseInt(null); | 2",
        "interface F { int f(); }\\nF f = () ->\\n  Integer.parseInt(null);\\nf.f() | 3",
      })
  void theLineOfEachKindOfSnippetIsRight(String code, int line) {
    assertThat(plain(error(code.replace("\\n", "\n"))))
        .filteredOn(each -> each.contains("In [1]:"))
        .first()
        .asString()
        .contains("In [1]:" + line);
  }

  @Test
  void aMethodThatWasCompiledAgainForALaterCellKeepsItsOwnLines() {
    run("int later() {\n\n  return 1 / zero();\n}");
    run("int zero() { return 0; }");

    assertThat(plain(error("later()"))).contains("    at later (In [1]:3)", "    at In [3]:1");
  }

  @Test
  void aStackThatTheUserPrintsNamesTheCellToo() {
    Optional<String> stack =
        shown(
            "\nvar text = new java.io.StringWriter(); new Exception().printStackTrace(new java.io.PrintWriter(text)); text");

    assertThat(stack).hasValueSatisfying(s -> assertThat(s).contains("(In [1]:2)"));
  }

  @Test
  void aListenerThatThrowsShowsTheUsersLinesAlsoLater() {
    run("Runnable listener = () -> {\n  throw new IllegalStateException(\"boom\");\n};");
    run("int unrelated = 1;");
    Runnable[] found = new Runnable[1];
    session.run(3, "listener", notes::add, value -> keep((Runnable) value, found));

    CellError error = session.listen(found[0], notes::add).orElseThrow();

    assertThat(plain(error))
        .containsExactly("IllegalStateException: boom", "    at lambda (In [1]:2)");
  }

  private static Map<String, Object> keep(Runnable value, Runnable[] to) {
    to[0] = value;
    return Map.of();
  }

  @Test
  void whatFailsWhileThingsAreClosedIsShownToo() {
    CellError error =
        error(
            "try (AutoCloseable c = () -> { throw new Exception(\"close\"); }) { throw new Exception(\"body\"); }");

    assertThat(plain(error))
        .containsSubsequence("Exception: body", "  Suppressed: Exception: close");
  }

  @Test
  void assertionsOfCellsHold() {
    assertThat(error("assert 1 > 2 : \"small\";").message()).isEqualTo("small");
  }

  @Test
  void aClassThatIsNotImportedIsOfferedWithItsImport() {
    assertThat(plain(error("var p = ZipInputStream.nullInputStream();")))
        .contains("    to use it: import java.util.zip.ZipInputStream;");
  }

  @Test
  void namesThatJShellMadeUpAreHidden() {
    run("class Mine {}");
    CellError error = error("Object o = new Mine();\nString s = (String) o;");

    assertThat(error.message()).contains("Mine").doesNotContain("REPL");
  }

  @Test
  void anExceptionWithoutANameIsCalledAsWhatItExtends() {
    CellError thrown = error("throw new IllegalStateException(\"boo\") {};");
    CellError kept = error("var boo = new IllegalStateException(\"boo\") {}; throw boo;");

    assertThat(thrown.name()).isEqualTo("IllegalStateException");
    assertThat(kept.name()).isEqualTo("IllegalStateException");
  }

  @Test
  void framesThatJShellMadeUpAreHidden() {
    run("var odd = new Object() { public String toString() { throw new Error(); } };");

    assertThat(plain(error("odd.toString()")))
        .containsExactly("Error", "    at anonymous.toString (In [1]:1)", "    at In [2]:1");
    assertThat(plain(error("var other = new Object() { int boo = 1 / 0; };")))
        .containsExactly(
            "ArithmeticException: / by zero",
            "    at anonymous.<init> (In [3]:1)",
            "    at In [3]:1");
    assertThat(
            plain(
                error(
                    "class Outer { void run() { class Inner { int boo = 1 / 0; } new Inner(); } }\n"
                        + "new Outer().run();")))
        .containsExactly(
            "ArithmeticException: / by zero",
            "    at Outer$Inner.<init> (In [4]:1)",
            "    at Outer.run (In [4]:1)",
            "    at In [4]:2");
  }

  @Test
  void aRecursionWithoutEndIsShownInShort() {
    CellError error = error("int f() { return f() + 1; } f()");

    assertThat(error.name()).isEqualTo("StackOverflowError");
    assertThat(error.trace()).hasSizeLessThan(30);
    assertThat(shown("1")).contains("1");
  }

  @Test
  void anErrorInToStringIsTheCellsError() {
    CellError error =
        error(
            "class Bad {\n  public String toString() {\n    throw new Error(\"no text\");\n  }\n}\nnew Bad()");

    assertThat(error.name()).isEqualTo("Error");
    assertThat(plain(error)).contains("    at Bad.toString (In [1]:3)");
    assertThat(shown("1")).contains("1");
  }

  @Test
  void anErrorWhoseMessageFailsIsStillShown() {
    CellError error =
        error(
            "throw new RuntimeException() { public String getMessage() { throw new Error(); } };");

    assertThat(error.message()).contains("its message failed");
  }

  @Test
  void knownErrorsShowTheirFaceWithoutStack() {
    faces.register(
        UnsupportedOperationException.class,
        e -> new ErrorFace("NotHere", "This list is fixed.", "Copy it first."));

    CellError error = error("List.of(1).add(2)");

    assertThat(error.name()).isEqualTo("NotHere");
    assertThat(plain(error)).containsExactly("NotHere: This list is fixed.", "Copy it first.");
  }

  @Test
  void aMethodThatWaitsForAVariableSaysSo() {
    run("int later() { return missing; }");
    assertThat(notes).singleElement().asString().contains("missing");

    CellError error = error("later()");
    assertThat(plain(error)).anySatisfy(line -> assertThat(line).contains("missing"));

    run("int missing = 7;");
    assertThat(shown("later()")).contains("7");
  }

  @Test
  void aCellCannotEndTheProcess() {
    for (String exit : List.of("System.exit(3)", "Runtime.getRuntime().halt(3)")) {
      assertThat(error(exit).message()).contains("Shut Down");
    }
  }

  @Test
  void startUpCodeThatFailsSaysWhy() {
    assertThatThrownBy(() -> session.prepare("import nowhere.Nothing;"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nowhere");
  }

  private CellResult run(String code) {
    return session.run(++cell, code, notes::add, value -> Map.of("value", String.valueOf(value)));
  }

  private Optional<String> shown(String code) {
    CellResult result = run(code);
    assertThat(result.error()).isEmpty();
    return result.bundle().map(bundle -> (String) bundle.get("value"));
  }

  private CellError error(String code) {
    return run(code).error().orElseThrow(() -> new AssertionError("no error: " + code));
  }

  private static List<String> plain(CellError error) {
    return error.trace().stream().map(line -> line.replaceAll("\u001b\\[[0-9;]*m", "")).toList();
  }
}
