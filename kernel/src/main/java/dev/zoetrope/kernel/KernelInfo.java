package dev.zoetrope.kernel;

import dev.zoetrope.kernel.wire.Wire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says who we are. */
final class KernelInfo {
  private KernelInfo() {}

  static Map<String, Object> reply() {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("status", "ok");
    content.put("protocol_version", Wire.PROTOCOL);
    content.put("implementation", "zoetrope");
    content.put("implementation_version", version());
    content.put("banner", "Zoetrope " + version() + ", Java " + Runtime.version());
    content.put("debugger", false);
    content.put("language_info", language());
    content.put("help_links", helpLinks());
    content.put("supported_features", List.of());
    return content;
  }

  static String version() {
    String version = KernelInfo.class.getPackage().getImplementationVersion();
    return Optional.ofNullable(version).orElse("development");
  }

  private static Map<String, Object> language() {
    Map<String, Object> language = new LinkedHashMap<>();
    language.put("name", "java");
    language.put("version", Runtime.version().toString());
    language.put("mimetype", "text/x-java");
    language.put("file_extension", ".java");
    language.put("pygments_lexer", "java");
    language.put("codemirror_mode", "text/x-java");
    language.put("nbconvert_exporter", "script");
    return language;
  }

  private static List<Map<String, Object>> helpLinks() {
    String url =
        "https://docs.oracle.com/en/java/javase/" + Runtime.version().feature() + "/docs/api/";
    return List.of(Map.of("text", "Java API", "url", url));
  }
}
