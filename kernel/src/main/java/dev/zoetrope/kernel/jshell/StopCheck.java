package dev.zoetrope.kernel.jshell;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * What the compiled code of cells calls before each jump back, on entry of each method, and instead
 * of ending the process. Public only because that code lives elsewhere.
 *
 * <p>Its state is static, as that of {@link StopSockets} is: byte code can reach nothing else.
 * Thread-safe.
 */
public final class StopCheck {
  private static final MethodHandle STOP = own("stopIfMeant");
  private static final MethodHandle GO_ON = MethodHandles.empty(STOP.type());

  /**
   * The JIT takes the target of a call site for a constant, so that a check costs compiled code
   * nothing: not even vector instructions, which one read of a volatile field per turn would. A new
   * target throws away that code, wherever its loop is just now.
   */
  private static final MutableCallSite SITE = new MutableCallSite(GO_ON);

  private static final MutableCallSite[] SITES = {SITE};

  private static final MethodHandle CHECK = SITE.dynamicInvoker();

  /** The threads that shall stop, and where each was told first; replaced, never changed. */
  private static volatile Map<Thread, AtomicReference<CellStopped>> targets = Map.of();

  private StopCheck() {}

  private static MethodHandle own(String name) {
    try {
      return MethodHandles.lookup()
          .findStatic(StopCheck.class, name, MethodType.methodType(void.class));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("it stands below", e);
    }
  }

  /** Ends the calling cell if the user has asked for it; otherwise costs nothing once compiled. */
  public static void check() {
    try {
      CHECK.invokeExact();
    } catch (CellStopped | VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      // Nothing can be linked where the stack is full.
      stopIfMeant();
    }
  }

  /**
   * Stops the calling thread once, to no effect: what the first stop loads and links would fail on
   * a full stack, and then for ever.
   */
  static void rehearse() {
    Thread thread = Thread.currentThread();
    request(thread);
    try {
      check();
      throw new IllegalStateException("code of cells cannot be stopped");
    } catch (CellStopped e) {
      clear(thread);
    }
  }

  /** Takes the place of {@code System.exit} in cells. */
  public static void exit(int status) {
    throw wouldEnd("exit", status);
  }

  /** Takes the place of {@code Runtime.exit} in cells. */
  public static void exit(Runtime runtime, int status) {
    throw wouldEnd("exit", status);
  }

  /** Takes the place of {@code Runtime.halt} in cells. */
  public static void halt(Runtime runtime, int status) {
    throw wouldEnd("halt", status);
  }

  private static RuntimeException wouldEnd(String name, int status) {
    return new UnsupportedOperationException(
        name
            + "("
            + status
            + ") would end the kernel and all its variables. To end it, use the menu: Kernel, Shut Down.");
  }

  /** Takes the place of {@code Lock.lock} in cells, which no interrupt ends. */
  public static void lock(Lock lock) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          lock.lockInterruptibly();
          return;
        } catch (InterruptedException e) {
          check();
          interrupted = true;
        }
      }
    } finally {
      restore(interrupted);
    }
  }

  /** Takes the place of {@code CompletableFuture.join} in cells, which no interrupt ends. */
  public static @Nullable Object join(CompletableFuture<?> future) {
    boolean interrupted = false;
    try {
      while (!future.isDone()) {
        try {
          Object unused = future.get();
        } catch (InterruptedException e) {
          check();
          interrupted = true;
        } catch (ExecutionException | CancellationException e) {
          // Said by join below, in its own words.
          break;
        }
      }
      return future.join();
    } finally {
      restore(interrupted);
    }
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  static synchronized void request(Thread thread) {
    var next = new HashMap<>(targets);
    next.putIfAbsent(thread, new AtomicReference<>());
    retarget(next);
  }

  static synchronized void clear(Thread thread) {
    var next = new HashMap<>(targets);
    next.remove(thread);
    retarget(next);
  }

  private static void retarget(Map<Thread, AtomicReference<CellStopped>> next) {
    targets = Map.copyOf(next);
    aim(next.isEmpty() ? GO_ON : STOP);
  }

  private static void aim(MethodHandle next) {
    // Asks the site itself: on a full heap an earlier call may have failed before this.
    if (SITE.getTarget() != next) {
      SITE.setTarget(next);
      MutableCallSite.syncAll(SITES);
    }
  }

  static boolean isRequested(Thread thread) {
    return targets.containsKey(thread);
  }

  // Pool workers do a cell's parallel work; threads that a cell started live on.
  private static void stopIfMeant() {
    Thread thread = Thread.currentThread();
    AtomicReference<CellStopped> first = targets.get(thread);
    if (first != null) {
      throw next(first);
    }
    if (thread instanceof ForkJoinWorkerThread) {
      throw new CellStopped();
    }
  }

  // A recursion that catches it is told so in each of its many frames.
  private static CellStopped next(AtomicReference<CellStopped> first) {
    CellStopped before = first.get();
    if (before != null) {
      return new CellStopped(before);
    }
    CellStopped now = new CellStopped();
    first.set(now);
    return now;
  }
}
