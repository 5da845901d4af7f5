package dev.zoetrope.backend;

/** Hears how far a probe is. */
@FunctionalInterface
public interface ProbeListener {
  /**
   * A step begins.
   *
   * @param what it tries, in words
   * @param number from 1
   */
  void began(String what, int number, int of);
}
