package dev.zoetrope.backend;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What kind of complaint a server makes: by its status where that is clear, else by its words. */
enum WireComplaint {
  UNAUTHORIZED(
      List.of(
          "api key not valid",
          "invalid api key",
          "incorrect api key",
          "authentication_error",
          // LiteLLM without a database, of any key but its own.
          "no connected db")),
  QUOTA(
      List.of(
          "insufficient_quota",
          "exceeded your current quota",
          "credit balance is too low",
          "insufficient credits",
          "google.rpc.quotafailure",
          "billing_hard_limit")),
  FILTERED(
      List.of(
          "content_filter",
          "content management policy",
          "responsibleaipolicyviolation",
          "content_policy_violation",
          "flagged by our moderation")),
  OVERFLOW(
      List.of(
          "exceed_context_size",
          "maximum context length",
          "context_length_exceeded",
          "contextwindowexceeded",
          "longer than the context length",
          "exceeds the context length",
          "exceeds the available context size",
          // llama-server, when the answer outgrows what the prompt left.
          "context size has been exceeded",
          "prompt is too long")),
  VIDEOS(List.of()),
  IMAGES(List.of("only supports one image", "single image per message")),
  NOT_VISION(
      List.of(
          "does not support image",
          "image input is not supported",
          "mmproj",
          "not a multimodal model",
          "unknown part type: image_url")),
  IMAGE_TOO_LARGE(
      List.of(
          "exceed max allowed size",
          "image exceeds",
          "image is too large",
          "image too large",
          "request entity too large",
          "request_too_large")),
  OVERLOADED(
      List.of(
          "overloaded_error",
          "rate_limit_exceeded",
          "rate_limit_error",
          "resource_exhausted",
          "server busy",
          "unavailable_error")),
  FIELD(
      List.of(
          "unsupported_parameter",
          "unsupported_value",
          "unsupported parameter",
          "unrecognized request argument",
          "unexpected fields in the request",
          "extra inputs are not permitted")),
  MODEL(List.of("invalid model name", "server is pinned to", "model_not_found")),
  OTHER(List.of());

  private static final Pattern MOST_IMAGES = Pattern.compile("at most (\\d{1,6}) image");
  private static final Pattern MOST_VIDEOS = Pattern.compile("at most \\d{1,6} video");

  private final List<String> words;

  WireComplaint(List<String> words) {
    this.words = words;
  }

  static WireComplaint of(int status, WireFault fault) {
    String said = fault.lower();
    if (isOfTheMinute(said)) {
      return OVERLOADED;
    }
    if (QUOTA.isIn(said) || status == 402) {
      return QUOTA;
    }
    if (status == 401 || status == 403) {
      return FILTERED.isIn(said) ? FILTERED : UNAUTHORIZED;
    }
    if (status == 429 || status == 503 || status == 529) {
      return OVERLOADED;
    }
    if (status == 413) {
      return IMAGE_TOO_LARGE;
    }
    return WireWording.isOfTemperature(fault) ? FIELD : inWords(status, said);
  }

  /** Google counts requests a minute as a quota too, and says when there are more. */
  private static boolean isOfTheMinute(String said) {
    return said.contains("google.rpc.retryinfo")
        && said.contains("perminute")
        && !said.contains("perday");
  }

  private static WireComplaint inWords(int status, String said) {
    if (mostImages(said).isPresent()) {
      return IMAGES;
    }
    if (MOST_VIDEOS.matcher(said).find()) {
      return VIDEOS;
    }
    for (WireComplaint complaint : values()) {
      if (complaint.isIn(said)) {
        return complaint;
      }
    }
    boolean missing = said.contains("not found") || said.contains("does not exist");
    return status == 404 && said.contains("model") && missing ? MODEL : OTHER;
  }

  private boolean isIn(String said) {
    return words.stream().anyMatch(said::contains);
  }

  /** How many pictures the server says that it takes. */
  static OptionalInt mostImages(String said) {
    Matcher most = MOST_IMAGES.matcher(said);
    return Optional.of(most)
        .filter(Matcher::find)
        .map(found -> OptionalInt.of(Integer.parseInt(found.group(1))))
        .orElseGet(() -> IMAGES.isIn(said) ? OptionalInt.of(1) : OptionalInt.empty());
  }
}
