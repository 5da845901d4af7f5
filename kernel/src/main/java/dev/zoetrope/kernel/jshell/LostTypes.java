package dev.zoetrope.kernel.jshell;

import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.TypeDeclSnippet;

/**
 * Stands in for types that were refused or forgotten. While there is none of a name that was once
 * declared, the JShell of 25 can name no type: it takes each {@code var} for an {@code Object}, and
 * knows no signatures. Guarded by the lock of the compiler.
 */
final class LostTypes {
  /** Nobody declares it, so a type that needs it can be named, but neither made nor imported. */
  private static final String NOWHERE = "zoetrope$nowhere";

  private final JShell shell;

  LostTypes(JShell shell) {
    this.shell = shell;
  }

  /** Call it after a snippet was refused or dropped. */
  void afterLossOf(Snippet snippet) {
    if (snippet instanceof TypeDeclSnippet type && isBlind()) {
      shell.eval("class " + type.name() + " { " + NOWHERE + " it; }");
    }
  }

  private boolean isBlind() {
    SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();
    return !"String".equals(analysis.analyzeType("\"\"", 2));
  }

  /** Whether this is nothing that a cell has declared. */
  static boolean isStandIn(Snippet snippet) {
    return snippet instanceof TypeDeclSnippet && snippet.source().contains(NOWHERE);
  }
}
