package dev.zoetrope.kernel.jshell;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the classes that cells see say about their members. Thread-safe. */
final class Members {
  private final CellLoader loader;

  Members(CellLoader loader) {
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
    return loader
        .declared(bare)
        .or(
            () ->
                Stream.concat(Stream.of(bare), packages.stream().map(each -> each + "." + bare))
                    .flatMap(name -> load(name).stream())
                    .findFirst());
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

  /** The signatures of the methods of this name, shortest first; empty if there is none. */
  static String signatures(Class<?> type, String name) {
    return joined(
        methods(type)
            .filter(method -> method.getName().equals(name) && !method.isSynthetic())
            .map(method -> parameters(method) + " → " + method.getReturnType().getSimpleName()));
  }

  /** The names of the methods that begin so. */
  static List<String> names(Class<?> type, String prefix) {
    return methods(type)
        .filter(method -> !method.isSynthetic())
        .map(Method::getName)
        .filter(name -> name.startsWith(prefix))
        .distinct()
        .sorted()
        .toList();
  }

  /** What the constructors take, shortest first; empty if there is none. */
  static String constructors(Class<?> type) {
    return joined(
        seen(type, type::getConstructors, type::getDeclaredConstructors)
            .filter(each -> !each.isSynthetic())
            .map((Constructor<?> each) -> parameters(each)));
  }

  private static String joined(Stream<String> signatures) {
    return signatures
        .distinct()
        .sorted((a, b) -> a.length() == b.length() ? a.compareTo(b) : a.length() - b.length())
        .collect(Collectors.joining(", "));
  }

  private static String parameters(Executable method) {
    return Arrays.stream(method.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /** What to call the field of this name: a constant or a property; empty if none is. */
  static Optional<Field> field(Class<?> type, String name) {
    return seen(type, type::getFields, type::getDeclaredFields)
        .filter(f -> f.getName().equals(name))
        .findFirst();
  }

  static boolean isConstant(Field field) {
    return Modifier.isStatic(field.getModifiers()) && Modifier.isFinal(field.getModifiers());
  }

  private static Stream<Method> methods(Class<?> type) {
    return seen(type, type::getMethods, type::getDeclaredMethods);
  }

  private interface Listed<T> {
    T[] get();
  }

  /** Cells see also what the class of a cell does not say to be public. */
  private static <T extends Member> Stream<T> seen(
      Class<?> type, Listed<T> open, Listed<T> declared) {
    try {
      Stream<T> own =
          type.getClassLoader() instanceof CellLoader
              ? Arrays.stream(declared.get()).filter(each -> !isPrivate(each))
              : Stream.empty();
      return Stream.concat(own, Arrays.stream(open.get()));
    } catch (LinkageError e) {
      // A library that it needs is not there, so nothing of it can be named.
      return Stream.empty();
    }
  }

  private static boolean isPrivate(Member member) {
    return Modifier.isPrivate(member.getModifiers());
  }
}
