package dev.zoetrope.kernel.jshell;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Documentation;

/** Says what calls take and give. Guarded by the lock of the compiler. */
final class Calls {
  /** Each takes the compiler some milliseconds; the answers to the first explain the others. */
  private static final int MAX_QUESTIONS = 8;

  private final JShell shell;
  private final SourceCodeAnalysis analysis;
  private final Function<String, Optional<Class<?>>> classes;

  /**
   * @param classes finds classes by their names
   */
  Calls(JShell shell, Function<String, Optional<Class<?>>> classes) {
    this.shell = shell;
    this.analysis = shell.sourceCodeAnalysis();
    this.classes = classes;
  }

  /** Of a method that stands alone: one of a cell, or imported; empty if it is neither. */
  String ofMethod(String name) {
    String own =
        shell
            .methods()
            .filter(method -> method.name().equals(name) && shell.status(method).isActive())
            .map(Calls::shape)
            .collect(Collectors.joining(", "));
    return own.isEmpty() ? ofImported(name) : own;
  }

  private static String shape(MethodSnippet method) {
    String signature = method.signature();
    String parameters = "(" + method.parameterTypes().replaceAll(",\\s*", ", ") + ")";
    return parameters + " → " + signature.substring(signature.lastIndexOf(')') + 1);
  }

  private String ofImported(String name) {
    return shell
        .imports()
        .filter(ImportSnippet::isStatic)
        .map(each -> each.fullname().replaceFirst("\\.[^.]*$", ""))
        .flatMap(owner -> classes.apply(owner).stream())
        .map(owner -> Members.signatures(owner, name))
        .filter(found -> !found.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** Asks the compiler what is not known yet of the calls. */
  List<Match> completed(List<Match> matches, String before) {
    List<Match> completed = new ArrayList<>();
    Set<Class<?>> owners = new HashSet<>();
    int questions = 0;
    for (Match match : matches) {
      String known = isKnown(match) ? match.signature() : ofOwners(owners, match.name());
      if (!isKnown(match) && known.isEmpty() && questions++ < MAX_QUESTIONS) {
        List<String> written = written(before + match.name() + "(");
        owners.addAll(written.stream().flatMap(this::owner).toList());
        known = written.stream().map(Signature::shape).collect(Collectors.joining(", "));
      }
      completed.add(new Match(match.text(), match.type(), known));
    }
    return completed;
  }

  private static boolean isKnown(Match match) {
    return !match.type().equals("function") || !match.signature().isEmpty();
  }

  private static String ofOwners(Set<Class<?>> owners, String name) {
    return owners.stream()
        .map(owner -> Members.signatures(owner, name))
        .filter(found -> !found.isEmpty())
        .findFirst()
        .orElse("");
  }

  private List<String> written(String call) {
    return analysis.documentation(call, call.length(), false).stream()
        .map(Documentation::signature)
        .distinct()
        .toList();
  }

  private Stream<Class<?>> owner(String written) {
    return Signature.of(written).stream().flatMap(each -> classes.apply(each.owner()).stream());
  }
}
