package dev.zoetrope.kernel;

import dev.zoetrope.kernel.display.Displays;
import dev.zoetrope.kernel.display.ErrorFace;
import dev.zoetrope.kernel.display.Renderer;
import dev.zoetrope.kernel.magic.Magic;
import dev.zoetrope.kernel.widget.Comms;
import java.util.function.Function;

/** What an extension may add to a kernel. Thread-safe. */
public interface KernelContext {
  /** Draws values of this type, and of its subtypes, with the renderer. */
  <T> void render(Class<T> type, Renderer<? super T> renderer);

  /** Shows this type of exception, and its subtypes, with a face instead of a stack. */
  <X extends Throwable> void face(Class<X> type, Function<? super X, ErrorFace> face);

  /** Adds a magic; one of the same name gives way. */
  void magic(Magic magic);

  /**
   * Imports these names before the first cell.
   *
   * @param names for example {@code java.util.*} or {@code static java.lang.Math.*}
   */
  void imports(String... names);

  /** Runs this Java before the first cell, after the imports. */
  void startup(String code);

  /** Shows values in the cell whose thread asks, and changes them later. */
  Displays displays();

  /** Opens lines to the page, and takes those that the page opens. */
  Comms comms();

  /** Closes this when the kernel ends; last added, first closed, in a fraction of a second. */
  void onClose(AutoCloseable resource);
}
