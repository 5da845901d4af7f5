package dev.zoetrope.kernel.jshell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongBiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The checks are put into class files that javac wrote, and those are loaded, verified and run. */
final class LoopChecksTest {
  /** What the rewritten class files come from. */
  static final class Subject {
    private Subject() {}

    static int straight() {
      return 1;
    }

    static int loops() {
      int sum = 0;
      for (int i = 0; i < 10; i++) {
        for (int j = i; j > 0; j--) {
          if (j % 3 == 0) {
            continue;
          }
          sum += j;
        }
      }
      int n = 5;
      do {
        sum += n;
      } while (--n > 0);
      while (sum > 1000) {
        sum -= 10;
      }
      return sum;
    }

    static int exceptions() {
      int caught = 0;
      for (int i = 0; i < 3; i++) {
        try {
          Integer.parseInt("x" + i);
        } catch (NumberFormatException e) {
          caught++;
        } finally {
          caught += 10;
        }
      }
      return caught;
    }

    static int lambdas() {
      IntSupplier supplier = () -> 7;
      return supplier.getAsInt();
    }

    static String references() {
      Supplier<StringBuilder> make = StringBuilder::new;
      Function<String, StringBuilder> copy = StringBuilder::new;
      BiFunction<StringBuilder, Long, StringBuilder> append = StringBuilder::append;
      Supplier<String> read = append.apply(copy.apply("a"), 7L)::toString;
      ToLongBiFunction<Integer, Integer> widened = Math::multiplyExact;
      Function<Object, String> own = Subject::text;
      return make.get().append(read.get()).append(own.apply(widened.applyAsLong(3, 4))).toString();
    }

    private static String text(Object value) {
      return "-" + value;
    }

    static boolean endless() {
      return Stream.generate(String::new).allMatch(String::isEmpty);
    }

    static void exit() {
      System.exit(9);
    }

    static void referredExit() {
      IntConsumer exit = System::exit;
      exit.accept(9);
    }

    static void boundExit() {
      IntConsumer exit = Runtime.getRuntime()::exit;
      exit.accept(9);
    }

    static void serializableHalt() {
      Object halt = (IntConsumer & Serializable) Runtime.getRuntime()::halt;
      ((IntConsumer) halt).accept(9);
    }
  }

  @AfterEach
  void clear() {
    StopCheck.clear(Thread.currentThread());
  }

  @Test
  void rewrittenCodeComputesWhatItDid() throws Exception {
    Class<?> rewritten = rewritten();

    assertThat(call(rewritten, "straight")).isEqualTo(Subject.straight());
    assertThat(call(rewritten, "loops")).isEqualTo(Subject.loops());
    assertThat(call(rewritten, "exceptions")).isEqualTo(Subject.exceptions());
    assertThat(call(rewritten, "lambdas")).isEqualTo(Subject.lambdas());
    assertThat(call(rewritten, "references")).isEqualTo(Subject.references()).isEqualTo("a7-12");
  }

  @Test
  void eachMethodIsCheckedOnceAndEachLoopOnceMore() throws Exception {
    assertThat(checksIn("straight")).isEqualTo(1);
    assertThat(checksIn("loops")).isEqualTo(1 + 4);
  }

  @Test
  void aStopRequestEndsTheMethod() throws Exception {
    Class<?> rewritten = rewritten();
    StopCheck.request(Thread.currentThread());

    assertThatThrownBy(() -> call(rewritten, "loops")).isInstanceOf(CellStopped.class);
  }

  @Test
  void whoCatchesStopsIsToldAgainWithThePlaceOfTheFirst() {
    StopCheck.request(Thread.currentThread());
    CellStopped first = catchThrowableOfType(CellStopped.class, StopCheck::check);
    CellStopped second = catchThrowableOfType(CellStopped.class, StopCheck::check);

    assertThat(first.getStackTrace()).isNotEmpty();
    assertThat(second).isNotSameAs(first).hasCause(first);
    assertThat(second.getStackTrace()).isEmpty();
  }

  @Test
  void aStopRequestForAnotherThreadDoesNot() throws Exception {
    Class<?> rewritten = rewritten();
    StopCheck.request(new Thread(() -> {}));

    assertThat(call(rewritten, "straight")).isEqualTo(1);
  }

  @Test
  void aStopRequestEndsALibrarysLoopOverMethodReferences() throws Exception {
    Class<?> rewritten = rewritten();
    Thread thread = Thread.currentThread();
    CompletableFuture<Void> request =
        CompletableFuture.runAsync(
            () -> StopCheck.request(thread),
            CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));

    assertThatThrownBy(() -> call(rewritten, "endless")).isInstanceOf(CellStopped.class);
    request.join();
  }

  @ParameterizedTest
  @CsvSource({"exit, exit", "referredExit, exit", "boundExit, exit", "serializableHalt, halt"})
  void exitIsRefused(String method, String name) throws Exception {
    Class<?> rewritten = rewritten();

    assertThatThrownBy(() -> call(rewritten, method))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining(name + "(9)");
  }

  private static Object call(Class<?> type, String method) throws Exception {
    try {
      var found = type.getDeclaredMethod(method);
      found.setAccessible(true);
      return found.invoke(null);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (Exception) e.getCause();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Class<?> rewritten() throws IOException {
    byte[] checked = LoopChecks.addTo(classFile());
    return new ClassLoader(LoopChecksTest.class.getClassLoader()) {
      Class<?> define() {
        return defineClass(Subject.class.getName(), checked, 0, checked.length);
      }
    }.define();
  }

  private static byte[] classFile() throws IOException {
    String resource = Subject.class.getName().replace('.', '/') + ".class";
    try (InputStream in = Subject.class.getClassLoader().getResourceAsStream(resource)) {
      return in.readAllBytes();
    }
  }

  private static long checksIn(String method) throws IOException {
    List<String> calls = new ArrayList<>();
    new ClassReader(LoopChecks.addTo(classFile()))
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitMethodInsn(
                      int opcode, String owner, String called, String type, boolean isInterface) {
                    if (name.equals(method) && called.equals("check")) {
                      calls.add(owner);
                    }
                  }
                };
              }
            },
            0);
    return calls.size();
  }
}
