package dev.zoetrope.kernel;

/**
 * Adds to every notebook of this kernel: renderers, imports, faces of errors. Found by {@link
 * java.util.ServiceLoader}; installed after the kernel can answer and before the first cell runs.
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
