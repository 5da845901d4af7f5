package dev.zoetrope.kernel.jshell;

import org.jspecify.annotations.Nullable;

/** Calls that code of cells may not make itself: {@link StopCheck} makes them in its stead. */
final class Replaced {
  private Replaced() {}

  /** The descriptor of the method of {@link StopCheck} that is called instead; null if none is. */
  static @Nullable String descriptor(String owner, String name) {
    return switch (name) {
      case "exit", "halt" -> ofExit(owner, name);
      case "lock" -> isLock(owner) ? "(Ljava/util/concurrent/locks/Lock;)V" : null;
      case "join" ->
          owner.equals("java/util/concurrent/CompletableFuture")
              ? "(Ljava/util/concurrent/CompletableFuture;)Ljava/lang/Object;"
              : null;
      default -> null;
    };
  }

  private static @Nullable String ofExit(String owner, String name) {
    if (owner.equals("java/lang/System")) {
      return name.equals("exit") ? "(I)V" : null;
    }
    return owner.equals("java/lang/Runtime") ? "(Ljava/lang/Runtime;I)V" : null;
  }

  private static boolean isLock(String owner) {
    return switch (owner) {
      case "java/util/concurrent/locks/Lock",
          "java/util/concurrent/locks/ReentrantLock",
          "java/util/concurrent/locks/ReentrantReadWriteLock$ReadLock",
          "java/util/concurrent/locks/ReentrantReadWriteLock$WriteLock" ->
          true;
      default -> false;
    };
  }
}
