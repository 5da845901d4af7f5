package dev.zoetrope.kernel.jshell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * A throwable and its causes as one stack: JShell translates the lines of one stack only, so the
 * stacks are laid end to end, with a mark in front of each.
 */
final class Causes {
  private static final String MARK = "\u0000cause";

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

  static StackTraceElement[] flatten(Throwable thrown) {
    List<StackTraceElement> flat = new ArrayList<>();
    for (Throwable next : chain(thrown)) {
      flat.add(new StackTraceElement(MARK, "", null, 0));
      flat.addAll(Arrays.asList(next.getStackTrace()));
    }
    return flat.toArray(StackTraceElement[]::new);
  }

  /**
   * The stacks again, in the order of {@link #chain}; the last ones may be missing where they hold
   * no line of a cell.
   */
  static List<List<StackTraceElement>> split(StackTraceElement[] flat) {
    List<List<StackTraceElement>> stacks = new ArrayList<>();
    for (StackTraceElement element : flat) {
      if (element.getClassName().equals(MARK)) {
        stacks.add(new ArrayList<>());
      } else {
        stacks.get(stacks.size() - 1).add(element);
      }
    }
    return stacks;
  }
}
