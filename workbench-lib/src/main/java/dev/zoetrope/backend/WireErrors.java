package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import okhttp3.Headers;

/** Turns one server's complaints into typed errors that say what to do next. */
final class WireErrors {
  /** So much of a server's own words goes into a message. */
  private static final int QUOTED = 200;

  private static final int CODE_IN_STREAM = 200;
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=_-]{64,}");
  private static final Pattern BLANK = Pattern.compile("[\\s\\p{Cntrl}]+");
  private final WireServer server;
  private final HttpKeys keys;

  WireErrors(WireServer server, HttpKeys keys) {
    this.server = server;
    this.keys = keys;
  }

  /** The error of an answer whose status is not 2xx. */
  BackendException of(int status, Headers headers, String body) {
    if (status / 100 == 3) {
      return new BackendException.Rejected(
          status,
          server
              + " sends its requests to another address (HTTP "
              + status
              + "), which is not followed, for a key goes to the host it was given for; connect to"
              + " that address.");
    }
    return typed(status, WireFault.read(body), RetryAfter.in(headers, body));
  }

  /** The error in an event of a stream that began with status 200, if it is one. */
  Optional<BackendException> inStream(JsonNode event) {
    return WireFault.in(event).map(fault -> amid(fault, event.toString()));
  }

  private BackendException amid(WireFault fault, String event) {
    return typed(fault.code().orElse(CODE_IN_STREAM), fault.inStream(), RetryAfter.in(event));
  }

  /**
   * The JSON object of a frame.
   *
   * @throws BackendException if it is none, or says that the request failed
   */
  JsonNode object(String frame) {
    JsonNode object =
        WireJson.object(frame).orElseThrow(() -> malformed("sent an event that is no JSON object"));
    Optional<BackendException> error = inStream(object);
    if (error.isPresent()) {
      throw error.get();
    }
    return object;
  }

  /** The error of an event that says that the request failed, worded in the event or in a part. */
  BackendException inStream(JsonNode part, JsonNode event) {
    return inStream(part)
        .or(() -> inStream(event))
        .orElseGet(() -> amid(WireFault.read(event.toString()), event.toString()));
  }

  /** The error that an event is by its name. */
  BackendException told(String data) {
    return amid(WireFault.read(data), data);
  }

  /** The server's filter took the question. */
  BackendException.ContentFiltered filtered(String reason) {
    return new BackendException.ContentFiltered(
        server
            + " refused the question by its content filter ("
            + quote(reason)
            + "); word it differently, or leave out the picture that it minds.");
  }

  BackendException.MalformedStream malformed(String what) {
    return new BackendException.MalformedStream(
        server + " " + what + "; ask again, and if it" + " stays so look at the server's log.");
  }

  /** The server ended an answer that it calls broken by this word. */
  BackendException.MalformedStream brokenOff(String word) {
    return malformed("broke its answer off (\"" + quote(word) + "\")");
  }

  /** The picture cannot be sent: the model was started without its eyes. */
  BackendException.NotVision notVision() {
    return new BackendException.NotVision(server + " takes no pictures; " + eyes() + ".");
  }

  /**
   * Refuses an answer that has no word, for a filter took it or it was cut off amid its thoughts.
   *
   * @throws BackendException if it is such a one
   */
  void refuseSilence(WireAnswer answer) {
    if (answer.onlyFiltered()) {
      throw filtered("nothing of the answer was let through");
    }
    if (answer.onlyThought()) {
      OptionalInt thought = answer.thought();
      throw new BackendException.EmptyOutput(
          server
              + " thought until its limit of tokens"
              + (thought.isPresent() ? " (" + thought.getAsInt() + " of them)" : "")
              + " and said nothing; allow it more tokens, or switch reasoning off.",
          thought);
    }
  }

  /** It has no place for a video. */
  BackendException.Unsupported noVideo() {
    return new BackendException.Unsupported(
        server + " takes no videos; send frames of it as pictures, or ask another server.");
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
    return server.engine() == WireServer.Engine.LLAMA_CPP
        ? "start llama-server with --mmproj and the model's projector file, or choose a vision model"
        : "choose a vision model";
  }

  private BackendException typed(int status, WireFault fault, Optional<Duration> retryAfter) {
    return switch (WireComplaint.of(status, fault)) {
      case UNAUTHORIZED -> unauthorized(status, fault);
      case QUOTA ->
          new BackendException.QuotaExceeded(
              server
                  + " has no quota left for this key; look at the account's plan and billing"
                  + said(status, fault)
                  + ".");
      case FILTERED -> filtered(fault.message());
      case OVERFLOW -> overflow(status, fault);
      case IMAGES -> images(status, fault);
      case NOT_VISION -> notVision();
      case VIDEOS ->
          new BackendException.Unsupported(
              server
                  + " does not take this many videos; send frames of them as pictures"
                  + said(status, fault)
                  + ".");
      case IMAGE_TOO_LARGE ->
          new BackendException.ImageTooLarge(
              server
                  + " takes no pictures of this size; make them smaller, or send fewer"
                  + said(status, fault)
                  + ".");
      case FIELD -> field(status, fault);
      case OVERLOADED -> overloaded(status, fault, retryAfter);
      case MODEL -> model(status, fault);
      case OTHER ->
          new BackendException.Rejected(
              status,
              server
                  + (fault.amid() ? " began an answer and then failed" : " refused the request")
                  + said(status, fault)
                  + (fault.amid() ? "; look at the server's log." : "."));
    };
  }

  private BackendException field(int status, WireFault fault) {
    return new BackendException.Unsupported(
        server
            + (WireWording.isOfTemperature(fault)
                ? " takes no temperature but its own; leave it out of the sampling, or give"
                    + " temperature among the request's extras as null to leave it out"
                : " does not take a field of the request; give it another value among the"
                    + " request's extras, or null to leave it out")
            + said(status, fault)
            + ".");
  }

  private BackendException unauthorized(int status, WireFault fault) {
    return new BackendException.Unauthorized(
        server
            + " wants a valid key: "
            + keys.advice(server.address().host())
            + said(status, fault)
            + ".");
  }

  private BackendException overloaded(int status, WireFault fault, Optional<Duration> retryAfter) {
    return new BackendException.Overloaded(
        server
            + " is busy or still loading; ask again"
            + when(retryAfter)
            + said(status, fault)
            + ".",
        retryAfter);
  }

  private static String when(Optional<Duration> retryAfter) {
    return retryAfter.map(wait -> " in " + Math.max(1, wait.toSeconds()) + " s").orElse(" later");
  }

  private BackendException overflow(int status, WireFault fault) {
    String sizes =
        fault.needed().isPresent() && fault.available().isPresent()
            ? " ("
                + (isAtLeast(fault) ? "at least " : "")
                + fault.needed().getAsInt()
                + " tokens, "
                + fault.available().getAsInt()
                + " fit)"
            : "";
    return new BackendException.ContextOverflow(
        (fault.amid() ? "Prompt and answer are" : "The prompt is")
            + " longer than the context of "
            + server
            + sizes
            + "; send fewer or smaller pictures or less text, or start the server with a longer"
            + " context"
            + said(status, fault)
            + ".",
        fault.needed(),
        fault.available());
  }

  /** Some stop counting where the prompt is too long already. */
  private static boolean isAtLeast(WireFault fault) {
    return fault.lower().contains("at least " + fault.needed().getAsInt());
  }

  private BackendException images(int status, WireFault fault) {
    int most = WireComplaint.mostImages(fault.lower()).orElse(1);
    return most < 1
        ? notVision()
        : new BackendException.TooManyImages(
            server
                + " takes at most "
                + most
                + (most == 1 ? " picture" : " pictures")
                + " at once; send fewer, or put them into one grid"
                + said(status, fault)
                + ".",
            most);
  }

  private BackendException model(int status, WireFault fault) {
    return new BackendException.ModelNotFound(
        server
            + " is not there any more; connect again to see which models the server has"
            + said(status, fault)
            + ".");
  }

  private String said(int status, WireFault fault) {
    String quoted = quote(fault.message());
    return " (HTTP "
        + (fault.amid() ? amid(status) : status)
        + (quoted.isEmpty() ? "" : ": " + quoted)
        + ")";
  }

  private static String amid(int status) {
    return CODE_IN_STREAM + ", and then" + (status == CODE_IN_STREAM ? "" : " " + status);
  }

  /** What keeps keys out of an answer's text. */
  KeyMask mask() {
    return keys.mask();
  }

  /** At most 200 letters on one line, without keys and pixels. */
  String quote(String words) {
    String line = BLANK.matcher(keys.scrub(words)).replaceAll(" ").strip();
    String clean = BASE64.matcher(line).replaceAll("[data]").replaceFirst("[.]$", "");
    return clean.length() <= QUOTED ? clean : clean.substring(0, QUOTED) + "…";
  }
}
