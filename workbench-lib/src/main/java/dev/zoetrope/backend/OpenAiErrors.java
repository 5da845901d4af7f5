package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okhttp3.Headers;

/** Turns one server's complaints into typed errors that say what to do next. */
final class OpenAiErrors {
  /** So much of a server's own words goes into a message. */
  private static final int QUOTED = 200;

  private static final int CODE_IN_STREAM = 200;
  private static final Pattern MOST_IMAGES =
      Pattern.compile("at most (\\d+) (?:image|video)\\(?s?\\)?");
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=_-]{64,}");
  private static final Pattern BLANK = Pattern.compile("[\\s\\p{Cntrl}]+");
  private static final List<String> OVERFLOW =
      List.of(
          "exceed_context_size",
          "maximum context length",
          "context_length_exceeded",
          "longer than the context length",
          "exceeds the context length",
          "exceeds the available context size",
          "prompt is too long");
  private static final List<String> ONE_IMAGE =
      List.of("only supports one image", "single image per message");
  private static final List<String> NOT_VISION =
      List.of(
          "does not support image",
          "image input is not supported",
          "mmproj",
          "not a multimodal model",
          "unknown part type: image_url");

  private final OpenAiServer server;
  private final HttpKeys keys;

  OpenAiErrors(OpenAiServer server, HttpKeys keys) {
    this.server = server;
    this.keys = keys;
  }

  /** The error of an answer whose status is not 2xx. */
  BackendException of(int status, Headers headers, String body) {
    return typed(status, OpenAiFault.read(body), RetryAfter.in(headers));
  }

  /** The error in an event of a stream that began with status 200, if it is one. */
  Optional<BackendException> inStream(JsonNode event) {
    return OpenAiFault.in(event)
        .map(fault -> typed(fault.code().orElse(CODE_IN_STREAM), fault, Optional.empty()));
  }

  BackendException.MalformedStream malformed(String what) {
    return new BackendException.MalformedStream(
        server + " " + what + "; ask again, and if it" + " stays so look at the server's log.");
  }

  /** The picture cannot be sent: the model was started without its eyes. */
  BackendException.NotVision notVision() {
    return new BackendException.NotVision(server + " takes no pictures; " + eyes() + ".");
  }

  /** The answer is of fewer pictures than were sent. */
  BackendException.PicturesLost picturesLost(int sent, int seen) {
    return new BackendException.PicturesLost(
        server
            + " was sent "
            + sent
            + " pictures, but its token count shows only about "
            + seen
            + "; it left the others out without a word: give it a longer context, or put the"
            + " pictures into one grid.",
        sent,
        seen);
  }

  private String eyes() {
    return server.engine() == OpenAiServer.Engine.LLAMA_CPP
        ? "start llama-server with --mmproj and the model's projector file, or choose a vision model"
        : "choose a vision model";
  }

  private BackendException typed(int status, OpenAiFault fault, Optional<Duration> retryAfter) {
    return Stream.<Optional<BackendException>>of(
            byStatus(status, fault, retryAfter), byWords(status, fault))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(
            () ->
                new BackendException.Rejected(
                    status, server + " refused the request" + said(status, fault) + "."));
  }

  private Optional<BackendException> byStatus(
      int status, OpenAiFault fault, Optional<Duration> retryAfter) {
    return switch (status) {
      case 401, 403 ->
          Optional.of(
              new BackendException.Unauthorized(
                  server
                      + " wants a valid key: "
                      + HttpKeys.howTo(server.address().host())
                      + said(status, fault)
                      + "."));
      case 429, 503, 529 ->
          Optional.of(
              new BackendException.Overloaded(
                  server
                      + " is busy or still loading; ask again"
                      + when(retryAfter)
                      + said(status, fault)
                      + ".",
                  retryAfter));
      default -> Optional.empty();
    };
  }

  private static String when(Optional<Duration> retryAfter) {
    return retryAfter.map(wait -> " in " + Math.max(1, wait.toSeconds()) + " s").orElse(" later");
  }

  private Optional<BackendException> byWords(int status, OpenAiFault fault) {
    String words = fault.lower();
    if (OVERFLOW.stream().anyMatch(words::contains)) {
      return Optional.of(overflow(status, fault));
    }
    Matcher most = MOST_IMAGES.matcher(words);
    if (most.find()) {
      return Optional.of(images(status, fault, most.group(1)));
    }
    if (ONE_IMAGE.stream().anyMatch(words::contains)) {
      return Optional.of(images(status, fault, "1"));
    }
    if (NOT_VISION.stream().anyMatch(words::contains)) {
      return Optional.of(notVision());
    }
    return Optional.of(fault).filter(f -> aboutModel(status, words)).map(f -> model(status, f));
  }

  private static boolean aboutModel(int status, String words) {
    return words.contains("invalid model name")
        || words.contains("server is pinned to")
        || words.contains("model_not_found")
        || status == 404
            && words.contains("model")
            && (words.contains("not found") || words.contains("does not exist"));
  }

  private BackendException overflow(int status, OpenAiFault fault) {
    String sizes =
        fault.needed().isPresent() && fault.available().isPresent()
            ? " ("
                + fault.needed().getAsInt()
                + " tokens, "
                + fault.available().getAsInt()
                + " fit)"
            : "";
    return new BackendException.ContextOverflow(
        "The prompt is longer than the context of "
            + server
            + sizes
            + "; send fewer or smaller pictures or less text, or start the server with a longer"
            + " context"
            + said(status, fault)
            + ".");
  }

  private BackendException images(int status, OpenAiFault fault, String most) {
    return most.equals("0")
        ? notVision()
        : new BackendException.TooManyImages(
            server
                + " takes at most "
                + most
                + " pictures at once; send fewer, or put them into one grid"
                + said(status, fault)
                + ".");
  }

  private BackendException model(int status, OpenAiFault fault) {
    return new BackendException.ModelNotFound(
        server
            + " is not there any more; connect again to see which models the server has"
            + said(status, fault)
            + ".");
  }

  private String said(int status, OpenAiFault fault) {
    String quoted = quote(fault.message());
    return " (HTTP " + status + (quoted.isEmpty() ? "" : ": " + quoted) + ")";
  }

  /** At most 200 letters on one line, without keys and pixels. */
  String quote(String words) {
    String line = BLANK.matcher(keys.scrub(words)).replaceAll(" ").strip();
    String clean = BASE64.matcher(line).replaceAll("[data]").replaceFirst("[.]$", "");
    return clean.length() <= QUOTED ? clean : clean.substring(0, QUOTED) + "…";
  }
}
