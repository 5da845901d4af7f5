package dev.zoetrope.kernel;

import dev.zoetrope.kernel.jshell.Editor;
import dev.zoetrope.kernel.jshell.Explanation;
import dev.zoetrope.kernel.jshell.Match;
import dev.zoetrope.kernel.magic.Magics;
import dev.zoetrope.kernel.magic.Part;
import dev.zoetrope.kernel.wire.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers the editor. Cursors on the wire count code points; Java's strings do not. */
final class Help {
  private final Startup startup;
  private final Magics magics;

  Help(Startup startup, Magics magics) {
    this.startup = startup;
    this.magics = magics;
  }

  Optional<Map<String, Object>> complete(Request request) {
    String code = request.text("code", "");
    int cursor = cursor(request, code);
    Editor.Completion completion =
        inMagic(code, cursor).orElseGet(() -> editor().complete(code, cursor));
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("status", "ok");
    content.put("matches", completion.matches());
    content.put("cursor_start", code.codePointCount(0, completion.start()));
    content.put("cursor_end", code.codePointCount(0, completion.end()));
    content.put("metadata", Map.of("_jupyter_types_experimental", types(content, completion)));
    return Optional.of(content);
  }

  /** What front ends draw beside each match. */
  private static List<Map<String, Object>> types(
      Map<String, Object> content, Editor.Completion completion) {
    return completion.found().stream()
        .map(
            match ->
                Map.<String, Object>of(
                    "start", content.get("cursor_start"),
                    "end", content.get("cursor_end"),
                    "text", match.text(),
                    "type", match.type(),
                    "signature", match.signature()))
        .toList();
  }

  Optional<Map<String, Object>> inspect(Request request) {
    String code = request.text("code", "");
    int cursor = cursor(request, code);
    Optional<String> magic = Magics.mayHold(code) ? magics.explain(code, cursor) : Optional.empty();
    Map<String, Object> data =
        magic
            .map(text -> Map.<String, Object>of("text/plain", text))
            .orElseGet(() -> data(editor().inspect(code, cursor)));
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("status", "ok");
    content.put("found", !data.isEmpty());
    content.put("data", data);
    content.put("metadata", Map.of());
    return Optional.of(content);
  }

  private static Map<String, Object> data(Explanation known) {
    return known.isEmpty()
        ? Map.of()
        : Map.of("text/plain", known.text(), "text/html", known.html());
  }

  Optional<Map<String, Object>> isComplete(Request request) {
    Editor.Completeness completeness = completeness(request.text("code", ""));
    return Optional.of(Map.of("status", completeness.status(), "indent", completeness.indent()));
  }

  private Optional<Editor.Completion> inMagic(String code, int cursor) {
    return Magics.mayHold(code)
        ? magics
            .suggest(code, cursor, startup::view)
            .map(
                found ->
                    new Editor.Completion(found.start(), found.end(), magical(found.matches())))
        : Optional.empty();
  }

  private static List<Match> magical(List<String> texts) {
    return texts.stream().map(text -> new Match(text, "magic", "")).toList();
  }

  /** Of a cell with magics its Java counts; the last part says whether more is to come. */
  private Editor.Completeness completeness(String code) {
    Editor.Completeness verdict = new Editor.Completeness("complete", "");
    if (!Magics.mayHold(code)) {
      return editor().completeness(code);
    }
    for (Part part : magics.parts(code)) {
      verdict = editor().completeness(magics.javaOf(part));
      if (!verdict.status().equals("complete")) {
        return verdict;
      }
    }
    return verdict;
  }

  private Editor editor() {
    return startup.session().editor();
  }

  private static int cursor(Request request, String code) {
    int codePoints = code.codePointCount(0, code.length());
    int cursor = Math.max(0, Math.min(request.number("cursor_pos", codePoints), codePoints));
    return code.offsetByCodePoints(0, cursor);
  }
}
