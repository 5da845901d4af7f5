package dev.zoetrope.kernel;

import dev.zoetrope.kernel.jshell.Editor;
import dev.zoetrope.kernel.wire.Request;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Answers the editor. Cursors on the wire count code points; Java's strings do not. */
final class Help {
  private final Startup startup;

  Help(Startup startup) {
    this.startup = startup;
  }

  Optional<Map<String, Object>> complete(Request request) {
    String code = request.text("code", "");
    Editor.Completion completion = editor().complete(code, cursor(request, code));
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("status", "ok");
    content.put("matches", completion.matches());
    content.put("cursor_start", code.codePointCount(0, completion.start()));
    content.put("cursor_end", code.codePointCount(0, completion.end()));
    content.put("metadata", Map.of());
    return Optional.of(content);
  }

  Optional<Map<String, Object>> inspect(Request request) {
    String code = request.text("code", "");
    String text = editor().inspect(code, cursor(request, code));
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("status", "ok");
    content.put("found", !text.isEmpty());
    content.put("data", text.isEmpty() ? Map.of() : Map.of("text/plain", text));
    content.put("metadata", Map.of());
    return Optional.of(content);
  }

  Optional<Map<String, Object>> isComplete(Request request) {
    Editor.Completeness completeness = editor().completeness(request.text("code", ""));
    return Optional.of(Map.of("status", completeness.status(), "indent", completeness.indent()));
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
