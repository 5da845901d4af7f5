package dev.zoetrope.kernel.magic;

import dev.zoetrope.kernel.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The code in a notebook's file. */
final class NotebookFile {
  /**
   * One of its cells.
   *
   * @param name what errors call it
   */
  record Cell(String name, String code) {}

  private NotebookFile() {}

  static List<Cell> cells(String file, String json) {
    List<Cell> code = new ArrayList<>();
    int number = 0;
    for (Object cell : list(parse(file, json).get("cells"))) {
      number++;
      if (cell instanceof Map<?, ?> map && "code".equals(map.get("cell_type"))) {
        code.add(new Cell(file + " cell " + number, source(map.get("source"))));
      }
    }
    return code;
  }

  private static Map<String, Object> parse(String file, String json) {
    try {
      return Json.object(json);
    } catch (IllegalArgumentException e) {
      throw new MagicException(file + " is no notebook: " + e.getMessage(), "", e);
    }
  }

  private static String source(@Nullable Object source) {
    if (source instanceof String text) {
      return text;
    }
    StringBuilder text = new StringBuilder();
    list(source).forEach(text::append);
    return text.toString();
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}
