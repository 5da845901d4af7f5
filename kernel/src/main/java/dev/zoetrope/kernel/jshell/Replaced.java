package dev.zoetrope.kernel.jshell;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/**
 * A call that code of cells may not make itself, and what makes it in its stead.
 *
 * @param owner the class with the static method that is called instead
 */
record Replaced(String owner, String name, String descriptor) {
  private static final String CHECK = Type.getInternalName(StopCheck.class);
  private static final String SOCKETS = Type.getInternalName(StopSockets.class);
  private static final String EXIT = "exit";

  private static final Set<String> LOCKS =
      Set.of(
          "java/util/concurrent/locks/Lock",
          "java/util/concurrent/locks/ReentrantLock",
          "java/util/concurrent/locks/ReentrantReadWriteLock$ReadLock",
          "java/util/concurrent/locks/ReentrantReadWriteLock$WriteLock");

  /** The call instead of this one; null if it may be made. */
  static @Nullable Replaced of(String owner, String name, String descriptor) {
    return switch (name) {
      case "exit", "halt" -> ofExit(owner, name);
      case "lock" -> LOCKS.contains(owner) ? ofLock() : null;
      case "join" -> owner.equals("java/util/concurrent/CompletableFuture") ? ofJoin() : null;
      case "getInputStream", "getOutputStream", "connect" ->
          isOne(owner, "java/net/Socket", "javax/net/ssl/SSLSocket")
              ? used("java/net/Socket", name, descriptor)
              : null;
      case "accept" ->
          isOne(owner, "java/net/ServerSocket", "javax/net/ssl/SSLServerSocket")
              ? used("java/net/ServerSocket", name, descriptor)
              : null;
      case "receive" ->
          isOne(owner, "java/net/DatagramSocket", "java/net/MulticastSocket")
              ? used("java/net/DatagramSocket", name, descriptor)
              : null;
      case "openConnection", "openStream" ->
          owner.equals("java/net/URL") && descriptor.startsWith("()")
              ? used(owner, name, descriptor)
              : null;
      default -> null;
    };
  }

  /** Whether the call returns as if all were well when an interrupt ends it. */
  static boolean hidesInterrupt(String owner, String name) {
    return (owner.equals("java/nio/channels/Selector") && name.equals("select"))
        || (owner.equals("java/util/concurrent/locks/LockSupport") && name.startsWith("park"));
  }

  private static @Nullable Replaced ofExit(String owner, String name) {
    if (owner.equals("java/lang/System")) {
      return name.equals(EXIT) ? new Replaced(CHECK, EXIT, "(I)V") : null;
    }
    return owner.equals("java/lang/Runtime")
        ? new Replaced(CHECK, name, "(Ljava/lang/Runtime;I)V")
        : null;
  }

  private static Replaced ofLock() {
    return new Replaced(CHECK, "lock", "(Ljava/util/concurrent/locks/Lock;)V");
  }

  private static Replaced ofJoin() {
    return new Replaced(
        CHECK, "join", "(Ljava/util/concurrent/CompletableFuture;)Ljava/lang/Object;");
  }

  private static boolean isOne(String owner, String type, String subtype) {
    return owner.equals(type) || owner.equals(subtype);
  }

  /** The same method with the object before its arguments. */
  private static Replaced used(String owner, String name, String descriptor) {
    return new Replaced(SOCKETS, name, "(L" + owner + ";" + descriptor.substring(1));
  }
}
