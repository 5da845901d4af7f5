package dev.zoetrope.kernel.jshell;

import org.jspecify.annotations.Nullable;

/**
 * Takes the value of a cell's last expression straight from its code. Public only because that code
 * lives elsewhere.
 *
 * <p>JShell would make a variable of each such value: three more runs of the compiler now, and one
 * more import in every cell to come.
 */
public final class CellValue {
  private static final ThreadLocal<@Nullable Object> KEPT = new ThreadLocal<>();

  private CellValue() {}

  /** Keeps the value for the cell that runs on this thread. */
  public static void keep(@Nullable Object value) {
    KEPT.set(value);
  }

  /** The value kept last, which is then forgotten; null if there is none. */
  static @Nullable Object take() {
    Object value = KEPT.get();
    KEPT.remove();
    return value;
  }
}
