package dev.zoetrope.kernel.jshell;

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the classes that cells see say about their members. Thread-safe. */
final class Members {
  private final ClassLoader loader;

  Members(ClassLoader loader) {
    this.loader = loader;
  }

  /**
   * The class of this name.
   *
   * @param type as the compiler writes it: simple or qualified, perhaps with type arguments
   * @param packages where simple names are looked for
   */
  Optional<Class<?>> find(String type, List<String> packages) {
    String bare = type.replaceAll("<.*>", "");
    return Stream.concat(Stream.of(bare), packages.stream().map(each -> each + "." + bare))
        .flatMap(name -> load(name).stream())
        .findFirst();
  }

  private Optional<Class<?>> load(String name) {
    for (String next = name; ; next = nested(next)) {
      try {
        return Optional.of(Class.forName(next, false, loader));
      } catch (ClassNotFoundException | LinkageError e) {
        if (nested(next).equals(next)) {
          return Optional.empty();
        }
      }
    }
  }

  private static String nested(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot) + "$" + name.substring(dot + 1);
  }

  /** The signatures of the public methods of this name, shortest first; empty if there is none. */
  static String signatures(Class<?> type, String name) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getName().equals(name) && !method.isBridge())
        .map(method -> parameters(method) + " → " + method.getReturnType().getSimpleName())
        .distinct()
        .sorted((a, b) -> a.length() == b.length() ? a.compareTo(b) : a.length() - b.length())
        .collect(Collectors.joining(", "));
  }

  private static String parameters(Executable method) {
    return Arrays.stream(method.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /** What to call the public field of this name: a constant or a property; empty if none is. */
  static Optional<Field> field(Class<?> type, String name) {
    return Arrays.stream(type.getFields()).filter(f -> f.getName().equals(name)).findFirst();
  }

  static boolean isConstant(Field field) {
    return Modifier.isStatic(field.getModifiers()) && Modifier.isFinal(field.getModifiers());
  }
}
