package dev.zoetrope.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.zoetrope.kernel.KernelClient.Message;
import java.util.LinkedHashMap;
import java.util.Map;

/** What each message must hold: field by field as version 5.5 of the protocol has it. */
final class Schema {
  private static final Map<String, Map<String, String>> CONTENT = new LinkedHashMap<>();

  static {
    message("status", "execution_state:busy|idle|starting");
    message("stream", "name:stdout|stderr", "text:string");
    message("execute_input", "code:string", "execution_count:number");
    message("execute_result", "execution_count:number", "data:object", "metadata:object");
    message("display_data", "data:object", "metadata:object", "transient:object");
    message("update_display_data", "data:object", "metadata:object", "transient:object");
    message("clear_output", "wait:boolean");
    message("error", "ename:string", "evalue:string", "traceback:array");
    message("iopub_welcome", "subscription:string");
    message("comm_close", "comm_id:string", "data:object");
    message("comm_open", "comm_id:string", "target_name:string", "data:object");
    message("comm_msg", "comm_id:string", "data:object");
    message("input_request", "prompt:string", "password:boolean");
    message("execute_reply", "status:ok|error|aborted");
    message(
        "complete_reply",
        "status:ok",
        "matches:array",
        "cursor_start:number",
        "cursor_end:number",
        "metadata:object");
    message("inspect_reply", "status:ok", "found:boolean", "data:object", "metadata:object");
    message("is_complete_reply", "status:complete|incomplete|invalid|unknown");
    message("history_reply", "status:ok", "history:array");
    message("comm_info_reply", "status:ok", "comms:object");
    message(
        "kernel_info_reply",
        "status:ok",
        "protocol_version:string",
        "implementation:string",
        "implementation_version:string",
        "language_info:object",
        "banner:string",
        "help_links:array",
        "supported_features:array");
    message(
        "connect_reply",
        "status:ok",
        "shell_port:number",
        "iopub_port:number",
        "stdin_port:number",
        "hb_port:number",
        "control_port:number");
    message("shutdown_reply", "status:ok", "restart:boolean");
    message("interrupt_reply", "status:ok");
  }

  private Schema() {}

  private static void message(String type, String... fields) {
    Map<String, String> content = new LinkedHashMap<>();
    for (String field : fields) {
      int colon = field.indexOf(':');
      content.put(field.substring(0, colon), field.substring(colon + 1));
    }
    CONTENT.put(type, content);
  }

  /** Fails unless the message is known and whole. */
  static void check(Message message) {
    assertThat(message.header().keySet())
        .as("header of " + message)
        .contains("msg_id", "session", "username", "date", "msg_type", "version");
    assertThat(message.header().get("version").getAsString()).isEqualTo("5.5");
    // Clients parse it: seconds and a zone must be there.
    assertThat(message.header().get("date").getAsString())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
    assertThat(CONTENT).as("a message that the protocol does not know").containsKey(message.type());
    boolean failed = message.type().endsWith("_reply") && message.text("status").equals("error");
    if (failed && !message.type().equals("execute_reply")) {
      check(message, "ename", "string");
      check(message, "evalue", "string");
      check(message, "traceback", "array");
      return;
    }
    CONTENT.get(message.type()).forEach((name, kind) -> check(message, name, kind));
    checkLeaves(message);
    if (message.type().equals("execute_reply")) {
      checkExecuteReply(message);
    }
  }

  private static void checkLeaves(Message message) {
    JsonObject content = message.content();
    switch (message.type()) {
      case "execute_result" -> checkText(content);
      case "display_data", "update_display_data" -> {
        checkText(content);
        assertThat(content.getAsJsonObject("transient").keySet()).contains("display_id");
      }
      case "kernel_info_reply" ->
          assertThat(content.getAsJsonObject("language_info").keySet())
              .contains(
                  "name",
                  "version",
                  "mimetype",
                  "file_extension",
                  "pygments_lexer",
                  "codemirror_mode",
                  "nbconvert_exporter");
      case "complete_reply" ->
          assertThat(content.getAsJsonObject("metadata").keySet())
              .contains("_jupyter_types_experimental");
      default -> {}
    }
  }

  /** Who can show nothing richer must see something. */
  private static void checkText(JsonObject content) {
    assertThat(content.getAsJsonObject("data").keySet()).contains("text/plain");
  }

  private static void checkExecuteReply(Message message) {
    switch (message.text("status")) {
      case "ok" -> {
        check(message, "execution_count", "number");
        check(message, "payload", "array");
        check(message, "user_expressions", "object");
      }
      case "error" -> {
        check(message, "execution_count", "number");
        check(message, "ename", "string");
        check(message, "evalue", "string");
        check(message, "traceback", "array");
      }
      default -> assertThat(message.text("status")).isEqualTo("aborted");
    }
  }

  private static void check(Message message, String name, String kind) {
    JsonObject content = message.content();
    assertThat(content.has(name)).as(name + " in " + message).isTrue();
    JsonElement value = content.get(name);
    boolean fits =
        switch (kind) {
          case "string" -> value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
          case "number" -> value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
          case "boolean" -> value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean();
          case "array" -> value.isJsonArray();
          case "object" -> value.isJsonObject();
          default -> value.isJsonPrimitive() && value.getAsString().matches(kind);
        };
    assertThat(fits).as(name + " is " + kind + " in " + message).isTrue();
  }
}
