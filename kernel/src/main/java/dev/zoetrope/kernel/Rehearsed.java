package dev.zoetrope.kernel;

import dev.zoetrope.kernel.wire.Rehearsal;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What the first minute with a notebook asks of the kernel. */
final class Rehearsed {
  private static final List<String> CELLS =
      List.of(
          "1 + 1",
          "int rehearsed = 2;",
          "System.out.println(\"rehearsed\");",
          "int half(int n) {\n  return n / 2;\n}\nhalf(rehearsed)",
          "List.of(1, 2).stream().map(i -> i + 1).toList()",
          "display(\"text/html\", \"<b>rehearsed</b>\")",
          "half(1) / 0",
          "int wrong = nowhere;");

  /** Enough for the JVM to learn which paths through the compiler a cell takes. */
  private static final int REPEATED = 60;

  private Rehearsed() {}

  static void play(Rehearsal client) throws IOException {
    client.ask("kernel_info_request", Map.of());
    for (String code : CELLS) {
      client.ask("execute_request", Map.of("code", code, "stop_on_error", false));
    }
    for (int i = 0; i < REPEATED; i++) {
      client.ask("execute_request", Map.of("code", i % 2 == 0 ? i + " + 1" : "int r = " + i + ";"));
    }
    client.ask("complete_request", Map.of("code", "\"\".subs", "cursor_pos", 7));
    client.ask("inspect_request", Map.of("code", "String.valueOf", "cursor_pos", 14));
    client.ask("is_complete_request", Map.of("code", "int x = 1;"));
    client.ask("comm_info_request", Map.of());
  }
}
