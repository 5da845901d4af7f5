package dev.zoetrope.kernel.jshell;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/**
 * Says of each suggestion what it is; JShell tells no more than its text. Guarded by the lock of
 * the compiler.
 */
final class Suggested {
  /** Shorter ones would bring half of the JDK. */
  private static final int SHORTEST_PREFIX = 3;

  private static final Pattern NEW = Pattern.compile("\\bnew\\s+$");

  private final JShell shell;
  private final SourceCodeAnalysis analysis;
  private final Members members;
  private final ClassIndex index;
  private final Calls calls;

  Suggested(JShell shell, Members members, ClassIndex index) {
    this.shell = shell;
    this.analysis = shell.sourceCodeAnalysis();
    this.members = members;
    this.index = index;
    this.calls = new Calls(shell, this::named);
  }

  /**
   * The texts as matches, and classes that are not imported yet, by their full name.
   *
   * @param anchor where the name at the cursor begins
   */
  List<Match> describe(List<String> texts, String code, int anchor, int cursor) {
    String before = code.substring(0, anchor);
    boolean isMember = before.endsWith(".");
    Optional<Class<?>> owner = isMember ? owner(code.substring(0, anchor - 1)) : Optional.empty();
    boolean isNew = NEW.matcher(before).find();
    List<Match> known =
        texts.stream()
            .map(text -> owner.map(o -> member(o, text)).orElseGet(() -> plain(text, isNew)))
            .toList();
    List<Match> completed = calls.completed(known, before);
    return isMember
        ? completed
        : Stream.concat(completed.stream(), notImported(texts, code.substring(anchor, cursor)))
            .toList();
  }

  /** What a method reference at the cursor could be; empty if there is none. */
  List<Match> references(String expression, String prefix) {
    String last = lastName(expression);
    Optional<Class<?>> type = last.isEmpty() ? Optional.empty() : owner(last);
    boolean isType = analysis.analyzeType(last, last.length()) == null;
    Stream<Match> made =
        type.filter(found -> isType && "new".startsWith(prefix)).stream()
            .map(found -> new Match("new", "keyword", Members.constructors(found)));
    Stream<Match> methods =
        type.stream()
            .flatMap(
                found ->
                    Members.names(found, prefix).stream()
                        .map(n -> new Match(n, "function", Members.signatures(found, n))));
    return Stream.concat(methods, made).toList();
  }

  /**
   * Whether somebody who has not typed a letter yet could mean this: what cells have declared, and
   * what fits, but not each class of the JDK.
   *
   * @param isTyped whether only values of some type fit here
   */
  boolean isNear(Suggestion suggestion, boolean isTyped) {
    String text = suggestion.continuation();
    boolean isClass = Character.isUpperCase(text.charAt(0)) && !kind(text).equals("constant");
    return (!text.startsWith("$") && (!isClass || isTyped && suggestion.matchesType()))
        || shell.types().anyMatch(type -> text.equals(type.name()));
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

  private Match member(Class<?> owner, String text) {
    if (isCall(text)) {
      return call(text, name -> Members.signatures(owner, name));
    }
    return Members.field(owner, text)
        .map(
            field ->
                new Match(
                    text,
                    Members.isConstant(field) ? "constant" : "property",
                    field.getType().getSimpleName()))
        .orElseGet(() -> plain(text, false));
  }

  private Match plain(String text, boolean isNew) {
    if (!isCall(text)) {
      return new Match(text, kind(text), "");
    }
    return isNew
        ? call(text, name -> named(name).map(Members::constructors).orElse(""))
        : call(text, calls::ofMethod);
  }

  private static Match call(String text, UnaryOperator<String> signature) {
    return new Match(text, "function", signature.apply(Match.nameOf(text)));
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
    Set<String> here = texts.stream().map(Match::nameOf).collect(Collectors.toSet());
    return asked
        ? index.startingWith(prefix).stream()
            .filter(name -> !here.contains(name.substring(name.lastIndexOf('.') + 1)))
            .map(name -> new Match(name, "class", "needs import " + name + ";"))
        : Stream.empty();
  }
}
