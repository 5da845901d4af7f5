package dev.zoetrope.kernel.jshell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;

/** The declarations of a cell that refer to what is not declared yet. Confined to the cell. */
final class Waiting {
  private final JShell shell;
  private final List<DeclarationSnippet> declared = new ArrayList<>();

  Waiting(JShell shell) {
    this.shell = shell;
  }

  static boolean isWaiting(Status status) {
    return status == Status.RECOVERABLE_DEFINED || status == Status.RECOVERABLE_NOT_DEFINED;
  }

  /**
   * Whether it is a variable of a type that nobody knows. Methods and types may refer to each other
   * in any order; such a variable is a slip of the pen.
   */
  static boolean isOfUnknownType(SnippetEvent event) {
    return event.snippet() instanceof VarSnippet && isWaiting(event.status());
  }

  void add(SnippetEvent event) {
    if (isWaiting(event.status()) && event.snippet() instanceof DeclarationSnippet snippet) {
      declared.add(snippet);
    }
  }

  /** What to tell at the end of the cell: what a later line of it declares is missing no more. */
  Optional<String> note() {
    if (declared.isEmpty()) {
      return Optional.empty();
    }
    String missing =
        declared.stream()
            .filter(snippet -> isWaiting(shell.status(snippet)))
            .map(snippet -> "Cannot be used until declared: " + missing(shell, snippet) + "\n")
            .distinct()
            .collect(Collectors.joining());
    return Optional.of(missing).filter(text -> !text.isEmpty());
  }

  /** Why what is declared under this name cannot be used, if it waits for something. */
  static Optional<String> reason(JShell shell, String name) {
    return shell
        .snippets()
        .filter(snippet -> isWaiting(shell.status(snippet)))
        .filter(DeclarationSnippet.class::isInstance)
        .map(DeclarationSnippet.class::cast)
        .filter(snippet -> snippet.name().equals(name))
        .map(snippet -> sentence(shell, snippet))
        .findFirst();
  }

  static String sentence(JShell shell, DeclarationSnippet snippet) {
    return snippet.name() + " cannot be used yet: " + missing(shell, snippet) + " is not declared.";
  }

  private static String missing(JShell shell, DeclarationSnippet snippet) {
    return shell.unresolvedDependencies(snippet).collect(Collectors.joining(", "));
  }
}
