package dev.zoetrope.kernel.jshell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.kernel.display.ErrorFaces;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitingTest {
  private final List<String> notes = new ArrayList<>();
  private final JavaSession session =
      JavaSession.open(System.getProperty("java.class.path"), new ErrorFaces());
  private int cell;

  @AfterEach
  void close() {
    session.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sealed interface S permits A, B {}\nrecord A(int v) implements S {}\nrecord B(int v) implements S {}",
        "class Aa { Bb b; }\nclass Bb { Aa a; }\nnew Aa()",
        "boolean even(int n) { return n == 0 || odd(n - 1); }\nboolean odd(int n) { return n != 0 && even(n - 1); }\neven(4)",
      })
  void whatALaterLineOfTheCellDeclaresIsNoRemark(String code) {
    assertThat(run(code).error()).isEmpty();
    assertThat(notes).isEmpty();
  }

  @Test
  void whatTheCellLeavesUndeclaredIsToldOnce() {
    assertThat(run("class Ping { Pong p; }\nint n = 1;").error()).isEmpty();

    assertThat(notes).containsExactly("Cannot be used until declared: class Pong\n");
  }

  @Test
  void aClassThatWaitsSaysForWhatWhenItIsUsed() {
    run("class Ping { Pong p; }");

    assertThat(trace("new Ping()"))
        .contains("Ping cannot be used yet: class Pong is not declared.");

    run("class Pong {}");
    assertThat(run("new Ping().p").error()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Strng s1;", "int n = 1;\nStrng s1;", "Strng[] s1;", "Strng<String> s1;"})
  void aVariableOfATypeThatNobodyKnowsIsAnErrorAtItsPlace(String code) {
    String trace = trace(code);

    assertThat(trace).contains("cannot find symbol", "symbol:   class Strng", "Strng", "^^^^^");
    assertThat(trace).contains("In [1]:" + code.lines().count());
  }

  @Test
  void suchAVariableIsNotLeftBehind() {
    run("Foo f;");
    run("class Foo {}");

    assertThat(trace("f")).contains("cannot find symbol");
  }

  @Test
  void anUnknownTypeThatAnImportWouldMakeKnownNamesTheImport() {
    assertThat(trace("AtomicInteger n;"))
        .contains("to use it: import java.util.concurrent.atomic.AtomicInteger;");
  }

  private String trace(String code) {
    return String.join("\n", run(code).error().orElseThrow().trace());
  }

  private CellResult run(String code) {
    return session.run(++cell, code, notes::add, value -> Map.of());
  }
}
