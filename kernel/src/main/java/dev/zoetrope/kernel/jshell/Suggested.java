package dev.zoetrope.kernel.jshell;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;

/**
 * Says of each suggestion what it is; JShell tells no more than its text. Guarded by the lock of
 * the compiler.
 */
final class Suggested {
  /** Shorter ones would bring half of the JDK. */
  private static final int SHORTEST_PREFIX = 3;

  private final JShell shell;
  private final SourceCodeAnalysis analysis;
  private final Members members;
  private final ClassIndex index;

  Suggested(JShell shell, Members members, ClassIndex index) {
    this.shell = shell;
    this.analysis = shell.sourceCodeAnalysis();
    this.members = members;
    this.index = index;
  }

  /**
   * The texts as matches, and classes that are not imported yet, by their full name.
   *
   * @param anchor where the name at the cursor begins
   */
  List<Match> describe(List<String> texts, String code, int anchor, int cursor) {
    boolean isMember = anchor > 0 && code.charAt(anchor - 1) == '.';
    Optional<Class<?>> owner = isMember ? owner(code.substring(0, anchor - 1)) : Optional.empty();
    Stream<Match> known =
        texts.stream().map(text -> owner.map(o -> member(o, text)).orElseGet(() -> plain(text)));
    return isMember
        ? known.toList()
        : Stream.concat(known, notImported(texts, code.substring(anchor, cursor))).toList();
  }

  private Optional<Class<?>> owner(String expression) {
    String type = analysis.analyzeType(expression, expression.length());
    Supplier<Optional<Class<?>>> named = () -> members.find(lastName(expression), packages());
    return type == null ? named.get() : members.find(type, packages()).or(named);
  }

  /** The class of this name, simple if it is imported, else qualified. */
  Optional<Class<?>> named(String type) {
    return type.isEmpty() ? Optional.empty() : members.find(type, packages());
  }

  private List<String> packages() {
    return Stream.concat(
            Stream.of("java.lang"),
            shell.imports().filter(each -> !each.isStatic()).map(Suggested::packageOf))
        .distinct()
        .toList();
  }

  private static String packageOf(ImportSnippet imported) {
    String name = imported.fullname();
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  private static String lastName(String expression) {
    int start = expression.length();
    while (start > 0
        && (Character.isJavaIdentifierPart(expression.charAt(start - 1))
            || expression.charAt(start - 1) == '.')) {
      start--;
    }
    return expression.substring(start);
  }

  private static Match member(Class<?> owner, String text) {
    if (isCall(text)) {
      String name = text.substring(0, text.indexOf('('));
      return new Match(text, "function", Members.signatures(owner, name));
    }
    return Members.field(owner, text)
        .map(
            field ->
                new Match(
                    text,
                    Members.isConstant(field) ? "constant" : "property",
                    field.getType().getSimpleName()))
        .orElseGet(() -> plain(text));
  }

  private static Match plain(String text) {
    return new Match(text, kind(text), "");
  }

  private static String kind(String text) {
    if (isCall(text)) {
      return "function";
    }
    if (SourceVersion.isKeyword(text.strip())) {
      return "keyword";
    }
    if (text.contains(".")) {
      return "module";
    }
    boolean upper = !text.isEmpty() && Character.isUpperCase(text.charAt(0));
    boolean constant =
        upper && text.length() > 1 && text.equals(text.toUpperCase(java.util.Locale.ROOT));
    return constant ? "constant" : upper ? "class" : "instance";
  }

  private static boolean isCall(String text) {
    return text.indexOf('(') > 0;
  }

  private Stream<Match> notImported(List<String> texts, String prefix) {
    boolean asked =
        prefix.length() >= SHORTEST_PREFIX
            && Character.isUpperCase(prefix.charAt(0))
            && prefix.chars().allMatch(Character::isJavaIdentifierPart);
    return asked
        ? index.startingWith(prefix).stream()
            .filter(name -> !texts.contains(name.substring(name.lastIndexOf('.') + 1)))
            .map(name -> new Match(name, "class", "needs import " + name + ";"))
        : Stream.empty();
  }
}
