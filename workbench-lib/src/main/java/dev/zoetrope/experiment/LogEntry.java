package dev.zoetrope.experiment;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.OptionalLong;

/** What a run that goes on must know of a line; the rest is only looked at for being whole. */
final class LogEntry {
  private String type = "";
  private String run = "";
  private String backend = "";
  private String encoding = "";
  private String state = "";
  private String cell = "";
  private String fingerprint = "";
  private boolean retryable;
  private OptionalLong nanos = OptionalLong.empty();

  /**
   * @throws IOException if it is not one whole JSON object
   */
  static LogEntry read(JsonParser json) throws IOException {
    LogEntry entry = new LogEntry();
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("no object");
    }
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      json.nextToken();
      entry.field(field, json);
    }
    if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
      throw new IOException("torn");
    }
    return entry;
  }

  private void field(String name, JsonParser json) throws IOException {
    switch (name) {
      case "type" -> type = json.getText();
      case "run" -> run = json.getText();
      case "backend" -> backend = json.getText();
      case "encoding" -> encoding = json.getText();
      case "state" -> state = json.getText();
      case "cell", "plan", "error", "stamps_ns" -> inside(name, json);
      default -> json.skipChildren();
    }
  }

  private void inside(String outer, JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      json.nextToken();
      inner(outer + "." + field, json);
    }
  }

  private void inner(String path, JsonParser json) throws IOException {
    switch (path) {
      case "cell.id" -> cell = json.getText();
      case "cell.backend" -> backend = json.getText();
      case "plan.fingerprint" -> fingerprint = json.getText();
      case "error.retryable" -> retryable = json.getBooleanValue();
      case "stamps_ns.end" -> nanos = OptionalLong.of(json.getLongValue());
      default -> json.skipChildren();
    }
  }

  boolean isPlanOf(String wanted) {
    return type.equals("plan") && fingerprint.equals(wanted);
  }

  boolean isAnswer() {
    return type.equals("answer");
  }

  /** Whether asking again would only repeat it. */
  boolean isFinished() {
    return isAnswer() && !cell.isEmpty() && (isComplete() || isFailed() && !retryable);
  }

  boolean isComplete() {
    return state.equals("complete");
  }

  boolean isFailed() {
    return state.equals("failed");
  }

  String run() {
    return run;
  }

  String cell() {
    return cell;
  }

  String backend() {
    return backend;
  }

  String encoding() {
    return encoding;
  }

  /** How long the answer took, from its request's start. */
  OptionalLong nanos() {
    return nanos;
  }
}
