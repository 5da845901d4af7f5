package dev.zoetrope.kernel;

/**
 * Adds to every notebook of this kernel: renderers, magics, imports, faces of errors. Found by
 * {@link java.util.ServiceLoader}: on the class path that the kernel starts with, installed after
 * it can answer and before the first cell runs; or in a jar that a cell adds, installed then.
 */
public interface KernelExtension {
  /**
   * Adds to the kernel. Runs on the thread that runs cells.
   *
   * @throws Exception whatever goes wrong: the first cell says it, and the kernel goes on without
   *     the extension
   */
  void install(KernelContext context) throws Exception;

  /** Gives back what {@link #install} took; called once when the kernel ends. */
  default void uninstall() {}
}
