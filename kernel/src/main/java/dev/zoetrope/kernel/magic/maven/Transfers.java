package dev.zoetrope.kernel.magic.maven;

/** Hears of downloads, on the threads that do them. */
public interface Transfers {
  /**
   * Some of a file has come.
   *
   * @param file its name
   * @param bytes what has come of it
   * @param total its length; -1 if the server does not say
   * @param done whether that is all
   */
  void progressed(String file, long bytes, long total, boolean done);

  /** Whether nobody waits for the download any more. */
  boolean isCancelled();
}
