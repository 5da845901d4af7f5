package dev.zoetrope.kernel.jshell;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * A cell's text, cut into the snippets that JShell takes one by one. Confined to the thread that
 * runs cells.
 */
final class CellSource {
  private final String name;
  private final String code;
  private int start;
  private int next;
  private String snippet = "";

  /**
   * @param name the cell, as {@code In [7]}, or the name of a file
   */
  CellSource(String name, String code) {
    this.name = name;
    this.code = code;
  }

  /** Moves on to the next snippet, if there is one. */
  boolean hasNext(Editor editor) {
    start = codeAfter(next);
    String rest = code.substring(start);
    if (rest.isBlank()) {
      return false;
    }
    CompletionInfo info = editor.analyze(rest);
    switch (info.completeness()) {
      case EMPTY -> {
        return false;
      }
      case COMPLETE, COMPLETE_WITH_SEMI, CONSIDERED_INCOMPLETE -> {
        snippet = info.source();
        next = code.length() - info.remaining().length();
      }
      default -> {
        // Cannot be cut; the compiler says what is wrong with it.
        snippet = rest;
        next = code.length();
      }
    }
    return true;
  }

  /**
   * Where code begins at or after this place: JShell drops some of the blanks and comments before a
   * snippet, and then counts lines from what it kept.
   */
  private int codeAfter(int place) {
    int at = place;
    while (at < code.length()) {
      if (code.startsWith("//", at)) {
        at = past(at, "\n");
      } else if (code.startsWith("/*", at)) {
        at = past(at + 2, "*/");
      } else if (Character.isWhitespace(code.charAt(at))) {
        at++;
      } else {
        return at;
      }
    }
    return at;
  }

  private int past(int from, String mark) {
    int found = code.indexOf(mark, from);
    return found < 0 ? code.length() : found + mark.length();
  }

  /** Whether nothing but blanks and comments follows this snippet. */
  boolean isLast(Editor editor) {
    String rest = code.substring(next);
    return rest.isBlank() || editor.analyze(rest).completeness() == Completeness.EMPTY;
  }

  String snippet() {
    return snippet;
  }

  String name() {
    return name;
  }

  /** Where the snippet begins in the cell. */
  int start() {
    return start;
  }

  /** The line of the cell on which the snippet begins, counted from 0. */
  int line() {
    return (int) code.substring(0, start).chars().filter(c -> c == '\n').count();
  }

  /**
   * @param classes finds the full names of classes by their own
   * @param waiting tells why what is declared under a name cannot be used yet
   */
  CompileErrors errors(
      Function<String, List<String>> classes, Function<String, Optional<String>> waiting) {
    return new CompileErrors(name, code, classes, waiting);
  }
}
