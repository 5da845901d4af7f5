package dev.zoetrope.kernel.jshell;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.ErroneousSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/** Help while typing. Thread-safe: waits while a cell is being compiled, not while it runs. */
public final class Editor {
  /**
   * What could stand at the cursor.
   *
   * @param start where the text to replace begins
   * @param end where it ends
   * @param found what could stand there instead, best first
   */
  public record Completion(int start, int end, List<Match> found) {
    /** Copies the list. */
    public Completion {
      found = List.copyOf(found);
    }

    /** The texts alone. */
    public List<String> matches() {
      return found.stream().map(Match::text).toList();
    }
  }

  /**
   * Whether a cell is finished.
   *
   * @param status {@code complete}, {@code incomplete}, {@code invalid} or {@code unknown}
   * @param indent what to begin the next line with, if incomplete
   */
  public record Completeness(String status, String indent) {}

  /** A class index that is not built yet offers all of the JDK; nobody reads that many. */
  private static final int MAX_MATCHES = 500;

  /**
   * Types are not taken apart: from then on the JShell of 25 finds no documentation any more, and a
   * malformed type is found by its analysis already.
   */
  private static final Pattern TYPE =
      Pattern.compile(
          "(?:\\s++|//.*+|/\\*(?s:.*?)\\*/|@[\\w.]+(?:\\([^)]*\\))?|(?:public|protected|private|abstract|static|final|sealed"
              + "|non-sealed|strictfp)\\b)*+(?:class|interface|enum|record|@interface)\\b");

  /** To JShell these are errors as long as nothing follows. */
  private static final Pattern UNFINISHED =
      Pattern.compile("\\s*+(?:return|(?:@(?!interface\\b)[\\w.]++(?:\\([^)]*\\))?+\\s*+)++)\\s*+");

  private static final Pattern REFERENCE = Pattern.compile("\\s*::\\s*(\\w*)$");

  private final SourceCodeAnalysis analysis;
  private final Suggested suggested;
  private final Documented documented;
  private final ReentrantLock compiler;

  Editor(
      SourceCodeAnalysis analysis,
      Suggested suggested,
      Documented documented,
      ReentrantLock compiler) {
    this.analysis = analysis;
    this.suggested = suggested;
    this.documented = documented;
    this.compiler = compiler;
  }

  CompletionInfo analyze(String code) {
    compiler.lock();
    try {
      return analysis.analyzeCompletion(code);
    } finally {
      compiler.unlock();
    }
  }

  /**
   * What could stand at the cursor.
   *
   * @param cursor counted in UTF-16 units
   */
  public Completion complete(String code, int cursor) {
    int at = Math.max(0, Math.min(cursor, code.length()));
    if (Prose.isAt(code, at)) {
      return new Completion(at, at, List.of());
    }
    Matcher reference = REFERENCE.matcher(code.substring(0, at));
    compiler.lock();
    try {
      if (reference.find()) {
        String expression = code.substring(0, reference.start());
        List<Match> found = suggested.references(expression, reference.group(1));
        return new Completion(reference.start(1), at, found);
      }
      Completion whole = suggest(code, at, 0);
      int snippet = whole.found().isEmpty() ? lastSnippet(code, at) : 0;
      return snippet == 0 ? whole : suggest(code.substring(snippet), at - snippet, snippet);
    } finally {
      compiler.unlock();
    }
  }

  private Completion suggest(String code, int cursor, int offset) {
    int[] anchor = {cursor};
    List<Suggestion> suggestions = analysis.completionSuggestions(code, cursor, anchor);
    boolean isNamed = anchor[0] < cursor || anchor[0] > 0 && isBound(code.charAt(anchor[0] - 1));
    boolean isTyped = !suggestions.stream().allMatch(Suggestion::matchesType);
    List<String> matches =
        suggestions.stream()
            .filter(each -> isNamed || suggested.isNear(each, isTyped))
            .sorted((a, b) -> Boolean.compare(b.matchesType(), a.matchesType()))
            .map(Suggestion::continuation)
            .distinct()
            .limit(MAX_MATCHES)
            .toList();
    List<Match> found = suggested.describe(matches, code, anchor[0], cursor);
    return new Completion(offset + anchor[0], offset + cursor, found);
  }

  /** Whether few things can follow. */
  private static boolean isBound(char before) {
    return before == '.' || before == '@';
  }

  /** Where the last snippet before the cursor begins. */
  private int lastSnippet(String code, int cursor) {
    int start = 0;
    String rest = code.substring(0, cursor);
    CompletionInfo info = analysis.analyzeCompletion(rest);
    while (info.completeness().isComplete() && !info.remaining().isBlank()) {
      rest = info.remaining();
      start = cursor - rest.length();
      info = analysis.analyzeCompletion(rest);
    }
    return start;
  }

  /**
   * Signatures, and documentation where its source is found, of the call at the cursor.
   *
   * @param cursor counted in UTF-16 units
   */
  public Explanation inspect(String code, int cursor) {
    int at = Math.max(0, Math.min(cursor, code.length()));
    compiler.lock();
    try {
      Explanation found = isMember(code, at) ? Explanation.NONE : documented.at(code, at);
      return found.isEmpty() ? ofName(code, at) : found;
    } finally {
      compiler.unlock();
    }
  }

  /** Of a method's bare name nothing is found; asking costs as much as for its call. */
  private static boolean isMember(String code, int cursor) {
    int start = startOfName(code, cursor);
    return start > 0
        && start < cursor
        && code.charAt(start - 1) == '.'
        && Character.isLowerCase(code.charAt(start));
  }

  /** The name at the cursor as the call that it may become, else as it stands, else its type. */
  private Explanation ofName(String code, int cursor) {
    int end = cursor;
    while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
      end++;
    }
    String name = code.substring(0, end);
    Explanation call = documented.at(name + "(", end + 1);
    Explanation itself = call.isEmpty() ? documented.at(name, end) : call;
    return itself.isEmpty() ? typeOf(name) : itself;
  }

  private Explanation typeOf(String code) {
    int start = startOfName(code, code.length());
    String type = start == code.length() ? null : analysis.analyzeType(code, code.length());
    if (type == null) {
      return Explanation.NONE;
    }
    String text = type + " " + code.substring(start);
    return new Explanation(text, "<p><code>" + JavadocHtml.escaped(text) + "</code></p>");
  }

  private static int startOfName(String code, int end) {
    int start = end;
    while (start > 0 && Character.isJavaIdentifierPart(code.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  /** Whether the code could run as it is. */
  public Completeness completeness(String code) {
    compiler.lock();
    try {
      String rest = code;
      CompletionInfo info = analysis.analyzeCompletion(rest);
      while (isFinished(info) && !isInvalid(info.source())) {
        rest = info.remaining();
        if (rest.isBlank()) {
          return new Completeness("complete", "");
        }
        info = analysis.analyzeCompletion(rest);
      }
      return verdict(info, rest);
    } finally {
      compiler.unlock();
    }
  }

  private static boolean isFinished(CompletionInfo info) {
    return info.completeness().isComplete()
        && info.completeness() != SourceCodeAnalysis.Completeness.UNKNOWN;
  }

  private Completeness verdict(CompletionInfo info, String rest) {
    if (UNFINISHED.matcher(rest).matches()) {
      return new Completeness("incomplete", "");
    }
    return switch (info.completeness()) {
      case EMPTY -> new Completeness("complete", "");
      case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE ->
          new Completeness("incomplete", "  ".repeat(depth(rest)));
      default -> new Completeness("invalid", "");
    };
  }

  /**
   * JShell also calls an expression erroneous whose names it does not know; only bad syntax is
   * invalid.
   */
  private boolean isInvalid(String source) {
    return erroneous(source)
        .map(kind -> kind != Snippet.Kind.EXPRESSION || erroneous(inMethod(source)).isPresent())
        .orElse(false);
  }

  private Optional<Snippet.Kind> erroneous(String source) {
    if (TYPE.matcher(source).lookingAt()) {
      return Optional.empty();
    }
    return analysis.sourceToSnippets(source).stream()
        .filter(ErroneousSnippet.class::isInstance)
        .map(snippet -> ((ErroneousSnippet) snippet).probableKind())
        .findFirst();
  }

  /** The expression where JShell looks at its syntax only. */
  private static String inMethod(String expression) {
    return "Object it() { return (" + expression.strip().replaceFirst(";$", "") + "\n); }";
  }

  private static int depth(String code) {
    int open = 0;
    for (char c : code.toCharArray()) {
      open += c == '{' ? 1 : c == '}' ? -1 : 0;
    }
    return Math.max(0, open);
  }
}
