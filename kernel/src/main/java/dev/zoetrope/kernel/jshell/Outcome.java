package dev.zoetrope.kernel.jshell;

import java.util.List;
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
    return (event.status() == Snippet.Status.REJECTED || Waiting.isWaiting(event.status()))
        && shell
            .diagnostics(event.snippet())
            .anyMatch(each -> each.getCode().startsWith("compiler.err.limit."));
  }

  static CellError unresolved(JShell shell, UnresolvedReferenceException exception) {
    DeclarationSnippet snippet = exception.getSnippet();
    return Traceback.plain(
        "UnresolvedReference",
        Waiting.sentence(shell, snippet),
        "Declare it in a cell, then run this one again.");
  }
}
