package dev.zoetrope.backend;

/** One step of a probe. */
interface Proof {
  /** What it tries, in words that follow "probe 3 of 9:". */
  String what();

  /** It asks at most so often. */
  int requests(ProbeDepth depth);

  /** Its questions hold at most so many pictures in all. */
  int pictures(ProbeDepth depth);

  /** Asks, and writes down what that showed. */
  void prove(ProofBook book) throws InterruptedException;
}
