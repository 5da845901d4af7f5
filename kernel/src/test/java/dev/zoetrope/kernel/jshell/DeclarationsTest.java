package dev.zoetrope.kernel.jshell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.kernel.display.ErrorFaces;
import dev.zoetrope.kernel.magic.Declared;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DeclarationsTest {
  private JavaSession session;

  @BeforeEach
  void open() {
    session = JavaSession.open(System.getProperty("java.class.path"), new ErrorFaces());
    session.prepare("int own = 1;");
    session.declarations().begin();
  }

  @AfterEach
  void close() {
    session.close();
  }

  private void run(String code) {
    assertThat(session.run(1, code, note -> {}, value -> Map.of()).error()).isEmpty();
  }

  @Test
  void variablesHaveTheirValuesAndMethodsTheirSignatures() {
    run("int kept = 42; String none = null; int twice(int a) { return 2 * a; } enum Door { OPEN }");

    assertThat(session.declarations().all())
        .containsExactly(
            new Declared("variable", "kept", "int", Optional.of(42)),
            new Declared("variable", "none", "String", Optional.empty()),
            new Declared("method", "twice", "(int)int", Optional.empty()),
            new Declared("type", "Door", "enum", Optional.empty()));
  }

  @Test
  void whatIsForgottenIsFreedAndTheRestStays() {
    run("Object big = new Object(); int kept = 7;");
    WeakReference<Object> big =
        new WeakReference<>(session.declarations().all().get(0).value().orElseThrow());

    session.declarations().forget(List.of("big", "own"));

    assertThat(session.declarations().all()).extracting(Declared::name).containsExactly("kept");
    run("own++;");
    for (int i = 0; i < 20 && big.get() != null; i++) {
      System.gc();
    }
    assertThat(big.get()).isNull();
  }
}
