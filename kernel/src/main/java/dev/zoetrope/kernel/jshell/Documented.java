package dev.zoetrope.kernel.jshell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Documentation;

/**
 * Signatures and documentation as text, read from the sources once: JShell parses the whole source
 * file of a class for each question, which takes a tenth of a second. Guarded by the lock of the
 * compiler.
 */
final class Documented {
  /** A page of text each. */
  private static final int MAX_REMEMBERED = 100;

  private final SourceCodeAnalysis analysis;

  /** By the signatures: they name classes in full unless an import makes that needless. */
  private final Map<String, String> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  Documented(JShell shell) {
    this.analysis = shell.sourceCodeAnalysis();
    shell.onSnippetEvent(event -> forgetAfter(event.snippet().kind()));
  }

  /** From then on a short name may mean another class. */
  private void forgetAfter(Snippet.Kind kind) {
    if (kind == Snippet.Kind.IMPORT || kind == Snippet.Kind.TYPE_DECL) {
      forget();
    }
  }

  /** Forgets what it has read: there are other sources now. */
  void forget() {
    remembered.clear();
  }

  /** What is known of the call or the name at the cursor; empty if there is nothing. */
  String at(String code, int cursor) {
    String signatures =
        analysis.documentation(code, cursor, false).stream()
            .map(Documentation::signature)
            .distinct()
            .collect(Collectors.joining("\n\n"));
    return signatures.isEmpty()
        ? ""
        : remembered.computeIfAbsent(
            signatures, unread -> text(analysis.documentation(code, cursor, true)));
  }

  private static String text(List<Documentation> documentations) {
    return documentations.stream()
        .map(Documented::describe)
        .distinct()
        .collect(Collectors.joining("\n\n"));
  }

  private static String describe(Documentation documentation) {
    String javadoc = documentation.javadoc();
    return javadoc == null || javadoc.isBlank()
        ? documentation.signature()
        : documentation.signature() + "\n\n" + Javadoc.render(javadoc);
  }
}
