package dev.zoetrope.kernel.magic.maven;

/** Finds jars and all that they need. One thread at a time. */
public interface Resolver {
  /**
   * Finds the jars, and downloads those that the local repository lacks.
   *
   * @throws dev.zoetrope.kernel.magic.MagicException if one cannot be had; says which and why
   */
  Resolution resolve(Wanted wanted, Transfers transfers);
}
