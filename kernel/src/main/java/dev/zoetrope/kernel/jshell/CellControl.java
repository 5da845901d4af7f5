package dev.zoetrope.kernel.jshell;

import dev.zoetrope.kernel.display.Nanos;
import dev.zoetrope.kernel.display.Streams;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import jdk.jshell.execution.DirectExecutionControl;
import org.jspecify.annotations.Nullable;

/**
 * Runs the code of cells on the calling thread, in this process, and keeps what JShell would turn
 * into strings: the value itself and the exception itself. Confined to the thread that runs cells.
 */
final class CellControl extends DirectExecutionControl {
  private final CellLoader loader;
  private final ReentrantLock compiler;
  private final Spare spare;
  private @Nullable Object value;
  private @Nullable Throwable thrown;
  private @Nullable Object peeked;
  private long ranNanos;
  private volatile boolean inCode;

  /**
   * @param compiler held while JShell compiles; let go while the cell runs, so that the editor gets
   *     its help meanwhile
   * @param spare given up before anything is done about a cell that was refused memory
   */
  CellControl(CellLoader loader, ReentrantLock compiler, Spare spare) {
    super(loader);
    this.loader = loader;
    this.compiler = compiler;
    this.spare = spare;
  }

  void reset() {
    value = null;
    thrown = null;
  }

  /** What the last snippet gave; null if it gave nothing or null. */
  @Nullable Object value() {
    return value;
  }

  /** What the last snippet threw; null if it ended well. */
  @Nullable Throwable thrown() {
    return thrown;
  }

  @Override
  public String invoke(String className, String methodName)
      throws RunException, InternalException, EngineTerminationException {
    try {
      loader.define();
      Method code = findClass(className).getDeclaredMethod(methodName);
      // JShell's classes are not public.
      code.setAccessible(true);
      String nothing = invoke(code);
      // As JShell does, which takes for granted that there is a stream.
      Streams.flush();
      return nothing;
    } catch (RunException | InternalException | EngineTerminationException e) {
      throw e;
    } catch (LinkageError e) {
      return throwConvertedInvocationException(e);
    } catch (Throwable e) {
      return throwConvertedOtherException(e);
    }
  }

  @Override
  protected String invoke(Method code) throws Exception {
    compiler.unlock();
    long start = Nanos.now();
    inCode = true;
    try {
      value = code.invoke(null);
      return "";
    } catch (InvocationTargetException e) {
      return ended(Objects.requireNonNullElse(e.getCause(), e));
    } catch (OutOfMemoryError e) {
      // To wrap what a cell threw takes memory, too.
      return ended(e);
    } finally {
      inCode = false;
      ranNanos += Nanos.now() - start;
      compiler.lock();
    }
  }

  private String ended(Throwable cause) throws RunException, InternalException {
    spare.giveUpFor(cause);
    return throwConvertedInvocationException(cause);
  }

  /** Whether the code of a cell runs now, and not the compiler. From any thread. */
  boolean isInCode() {
    return inCode;
  }

  /** How long code of cells has run since the session began, without its compilation. */
  long ranNanos() {
    return ranNanos;
  }

  /** The value that JShell asks for meanwhile; the value of the running snippet stays. */
  Optional<Object> peek(Runnable question) {
    peeked = null;
    question.run();
    return Optional.ofNullable(peeked);
  }

  /** Keeps the variable's value as it is, instead of its text, which may take for ever. */
  @Override
  public String varValue(String className, String varName) throws InternalException {
    try {
      Field field = findClass(className).getDeclaredField(varName);
      // JShell's classes are not public.
      field.setAccessible(true);
      peeked = field.get(null);
      return "";
    } catch (ReflectiveOperationException e) {
      throw new InternalException(e.toString());
    }
  }

  @Override
  protected String throwConvertedInvocationException(Throwable cause)
      throws RunException, InternalException {
    thrown = cause;
    if (cause instanceof jdk.jshell.spi.SPIResolutionException) {
      return super.throwConvertedInvocationException(cause);
    }
    // Its stack says where it was without JShell's help.
    throw new UserException("", cause.getClass().getName(), new StackTraceElement[0]);
  }

  @Override
  protected String throwConvertedOtherException(Throwable failure)
      throws RunException, InternalException {
    thrown = failure;
    return super.throwConvertedOtherException(failure);
  }
}
