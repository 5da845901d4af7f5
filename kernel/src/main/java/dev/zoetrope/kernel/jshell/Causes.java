package dev.zoetrope.kernel.jshell;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** A throwable and what caused it. */
final class Causes {
  private Causes() {}

  /** The throwable, then its causes, each once. */
  static List<Throwable> chain(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable next = thrown; next != null && seen.add(next); next = next.getCause()) {
      chain.add(next);
    }
    return chain;
  }
}
