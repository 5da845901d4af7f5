package dev.zoetrope;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The one workbench that {@link Sources}, {@link Backends} and {@link Compare} mean: the
 * notebook's. It is the only static state of the library and holds a handle, nothing else; code
 * that wants two workbenches opens them itself.
 */
public final class Session {
  private static final AtomicReference<Workbench> CURRENT = new AtomicReference<>();

  private Session() {}

  /**
   * The session's workbench.
   *
   * @throws IllegalStateException if none was opened
   */
  public static Workbench workbench() {
    Workbench workbench = CURRENT.get();
    if (workbench == null) {
      throw new IllegalStateException(
          "No workbench is open. In a notebook the kernel opens one; elsewhere call"
              + " Session.use(Workbench.open(WorkbenchConfig.defaults())) first.");
    }
    return workbench;
  }

  /** Makes this the session's workbench. Its opener still closes it. */
  public static void use(Workbench workbench) {
    CURRENT.set(requireNonNull(workbench, "workbench is null"));
  }

  /** Forgets the workbench if it is the session's. */
  public static void leave(Workbench workbench) {
    CURRENT.compareAndSet(workbench, null);
  }
}
