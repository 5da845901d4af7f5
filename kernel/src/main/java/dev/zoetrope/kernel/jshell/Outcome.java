package dev.zoetrope.kernel.jshell;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.UnresolvedReferenceException;

/** What the end of a snippet means for its cell. */
final class Outcome {
  private Outcome() {}

  /**
   * Whether the snippet's value is for the user's eyes: of an expression yes, of a declaration or
   * an assignment no.
   */
  static boolean isShown(SnippetEvent event) {
    return switch (event.snippet().subKind()) {
      case TEMP_VAR_EXPRESSION_SUBKIND, VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND -> true;
      default -> false;
    };
  }

  static boolean isRejected(List<SnippetEvent> events) {
    return events.stream().anyMatch(event -> event.status() == Snippet.Status.REJECTED);
  }

  /** Whether it was refused because no class file has room for it. */
  static boolean isTooLarge(JShell shell, SnippetEvent event) {
    return (event.status() == Snippet.Status.REJECTED || isWaiting(event))
        && shell
            .diagnostics(event.snippet())
            .anyMatch(each -> each.getCode().startsWith("compiler.err.limit."));
  }

  private static boolean isWaiting(SnippetEvent event) {
    return event.status() == Snippet.Status.RECOVERABLE_DEFINED
        || event.status() == Snippet.Status.RECOVERABLE_NOT_DEFINED;
  }

  /** What to tell about a declaration that refers to things which do not exist yet. */
  static Optional<String> note(JShell shell, SnippetEvent event) {
    if (!isWaiting(event) || !(event.snippet() instanceof DeclarationSnippet declaration)) {
      return Optional.empty();
    }
    return Optional.of("Cannot be used until declared: " + missing(shell, declaration) + "\n");
  }

  static CellError unresolved(JShell shell, UnresolvedReferenceException exception) {
    DeclarationSnippet snippet = exception.getSnippet();
    return Traceback.plain(
        "UnresolvedReference",
        snippet.name() + " cannot be used yet: " + missing(shell, snippet) + " is not declared.",
        "Declare it in a cell, then run this one again.");
  }

  private static String missing(JShell shell, DeclarationSnippet snippet) {
    return shell.unresolvedDependencies(snippet).collect(Collectors.joining(", "));
  }
}
