package dev.zoetrope.kernel.jshell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
  private final Map<String, Explanation> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Explanation> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  private final LibrarySources libraries = new LibrarySources();
  private final Function<String, Optional<Class<?>>> classes;

  /**
   * @param classes finds classes by their names as signatures write them
   */
  Documented(JShell shell, Function<String, Optional<Class<?>>> classes) {
    this.classes = classes;
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

  /** What is known of the call or the name at the cursor. */
  Explanation at(String code, int cursor) {
    String signatures =
        analysis.documentation(code, cursor, false).stream()
            .map(Documentation::signature)
            .distinct()
            .collect(Collectors.joining("\n\n"));
    return signatures.isEmpty()
        ? Explanation.NONE
        : remembered.computeIfAbsent(
            signatures, unread -> explain(analysis.documentation(code, cursor, true)));
  }

  private Explanation explain(List<Documentation> documentations) {
    List<Explanation> all = documentations.stream().map(this::explain).distinct().toList();
    return new Explanation(
        all.stream().map(Explanation::text).collect(Collectors.joining("\n\n")),
        all.stream().map(Explanation::html).collect(Collectors.joining("\n<hr>\n")));
  }

  private Explanation explain(Documentation documentation) {
    String signature = documentation.signature();
    String comment = comment(documentation).strip();
    String html = "<p><code>" + JavadocHtml.escaped(signature) + "</code></p>";
    return comment.isEmpty()
        ? new Explanation(signature, html)
        : new Explanation(
            signature + "\n\n" + Javadoc.render(comment), html + "\n" + Javadoc.html(comment));
  }

  private String comment(Documentation documentation) {
    String known = documentation.javadoc();
    return known == null || known.isBlank() ? ofLibrary(documentation.signature()) : known;
  }

  private String ofLibrary(String written) {
    return Signature.of(written).stream()
        .flatMap(
            each -> classes.apply(each.owner()).flatMap(c -> libraries.comment(c, each)).stream())
        .findFirst()
        .orElse("");
  }
}
