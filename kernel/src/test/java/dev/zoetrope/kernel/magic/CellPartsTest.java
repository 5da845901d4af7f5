package dev.zoetrope.kernel.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CellPartsTest {
  private static final Set<String> KNOWN = Set.of("who", "time", "sh");

  private static List<Part> parts(String code) {
    return CellParts.of(code, KNOWN::contains);
  }

  private static Part java(String code) {
    return new Part.Java(code);
  }

  private static Part line(String name, String arguments, int line, int column) {
    return new Part.Call(false, name, arguments, line, column, "");
  }

  @Test
  void javaKeepsItsLineNumbersBehindAMagic() {
    assertThat(parts("int a = 1;\n%who\n  int b = 2;"))
        .containsExactly(java("int a = 1;\n"), line("who", "", 2, 4), java("\n\n  int b = 2;"));
  }

  @Test
  void aMagicAtTheHeadOfACellTakesAllOfIt() {
    assertThat(parts("\n%%sh --dir x\necho 1\n%who\n"))
        .containsExactly(new Part.Call(true, "sh", "--dir x", 2, 5, "\n\necho 1\n%who\n"));
  }

  @Test
  void aRemainderIsJava() {
    assertThat(parts("int a = 10\n  %b;")).hasSize(1);
    assertThat(parts("int a = (10\n  %who\n);")).hasSize(1);
    assertThat(parts("int a = 10 %who;")).hasSize(1);
    assertThat(parts("int a = 10\n  % who;")).hasSize(1);
  }

  @Test
  void textBlocksStringsAndCommentsAreJava() {
    assertThat(parts("var a = \"\"\"\n  %who \\\"\"\" {\n%who\n  \"\"\";\n%who"))
        .hasSize(2)
        .last()
        .isEqualTo(line("who", "", 5, 4));
    assertThat(parts("/* {\n%who\n*/\n%who")).hasSize(2);
    assertThat(parts("// it's {\n%who")).hasSize(2);
    assertThat(parts("var a = \"{ // \\\"\"; char c = '\"';\n%who")).hasSize(2);
  }

  @Test
  void anUnknownNameIsAMagicOnlyWhereJavaHasEnded() {
    assertThat(parts("int a = 1;\n%whoo")).hasSize(2);
    assertThat(parts("a\n%whoo")).hasSize(1);
    assertThat(parts("a\n%who")).hasSize(2);
  }

  @Test
  void windowsLineEndsMakeNoDifference() {
    assertThat(parts("%who\r\nint a;")).containsExactly(line("who", "", 1, 4), java("\nint a;"));
  }

  @Test
  void theLastExpressionBeginsBehindTheLastStatement() {
    assertThat(tail("a + b")).isEqualTo("a + b");
    assertThat(tail("f(x -> { y(); });\nz(\";\")")).isEqualTo("\nz(\";\")");
    assertThat(tail("for (int i = 0; i < 3; i++) { f(); }\n// done;")).isEmpty();
    assertThat(tail("f();")).isEmpty();
  }

  private static String tail(String code) {
    return code.substring(JavaScan.tail(code));
  }
}
