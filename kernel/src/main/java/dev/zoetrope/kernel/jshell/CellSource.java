package dev.zoetrope.kernel.jshell;

import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * A cell's text, cut into the snippets that JShell takes one by one. Confined to the thread that
 * runs cells.
 */
final class CellSource {
  private final int cell;
  private final String code;
  private int start;
  private int next;
  private String snippet = "";

  CellSource(int cell, String code) {
    this.cell = cell;
    this.code = code;
  }

  /** Moves on to the next snippet, if there is one. */
  boolean hasNext(Editor editor) {
    String rest = code.substring(next);
    if (rest.isBlank()) {
      return false;
    }
    CompletionInfo info = editor.analyze(rest);
    start = next;
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

  /** Whether nothing but blanks and comments follows this snippet. */
  boolean isLast(Editor editor) {
    String rest = code.substring(next);
    return rest.isBlank() || editor.analyze(rest).completeness() == Completeness.EMPTY;
  }

  String snippet() {
    return snippet;
  }

  int cell() {
    return cell;
  }

  /** Where the snippet begins in the cell. */
  int start() {
    return start;
  }

  /** The line of the cell on which the snippet begins, counted from 0. */
  int line() {
    return (int) code.substring(0, start).chars().filter(c -> c == '\n').count();
  }

  CompileErrors errors() {
    return new CompileErrors(cell, code);
  }
}
