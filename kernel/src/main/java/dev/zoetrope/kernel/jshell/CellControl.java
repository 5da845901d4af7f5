package dev.zoetrope.kernel.jshell;

import dev.zoetrope.kernel.display.Nanos;
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
  private final ReentrantLock compiler;
  private @Nullable Object value;
  private @Nullable Throwable thrown;
  private @Nullable Throwable pretended;
  private @Nullable Object peeked;
  private long ranNanos;

  /**
   * @param compiler held while JShell compiles; let go while the cell runs, so that the editor gets
   *     its help meanwhile
   */
  CellControl(CellLoader loader, ReentrantLock compiler) {
    super(loader);
    this.compiler = compiler;
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

  /**
   * Makes the next snippet throw this instead of running, which makes JShell translate its stack.
   */
  void pretend(Throwable thrown) {
    pretended = thrown;
  }

  @Override
  protected String invoke(Method code) throws Exception {
    Throwable instead = pretended;
    if (instead != null) {
      pretended = null;
      return throwConvertedInvocationException(instead);
    }
    compiler.unlock();
    long start = Nanos.now();
    try {
      value = code.invoke(null);
      return "";
    } catch (InvocationTargetException e) {
      return throwConvertedInvocationException(Objects.requireNonNullElse(e.getCause(), e));
    } finally {
      ranNanos += Nanos.now() - start;
      compiler.lock();
    }
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
    throw new UserException("", cause.getClass().getName(), Causes.flatten(cause));
  }

  @Override
  protected String throwConvertedOtherException(Throwable failure)
      throws RunException, InternalException {
    thrown = failure;
    return super.throwConvertedOtherException(failure);
  }
}
