package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import okhttp3.Request;
import okhttp3.Response;

/**
 * A question as it was sent, and in the words that a server takes once it has said which of them it
 * does not.
 *
 * @param wording what the server is known to refuse
 * @param request the question as it was sent
 * @param limit the limit's name in it; empty if it has none of two
 * @param tempered whether it has a temperature
 * @param insisted whether the user wants that one and no other
 * @param once whether it must not be sent twice
 * @param body its body anew, for the first is used up, without the user's extra fields
 * @param extras the user's fields
 */
record WireRewording(
    WireWording wording,
    Request request,
    Optional<String> limit,
    boolean tempered,
    boolean insisted,
    boolean once,
    Supplier<ObjectNode> body,
    Map<String, Object> extras) {
  private static final int COMPLAINT = 64 << 10;
  private static final Set<Integer> WORDED = Set.of(400, 422);

  /**
   * The question in the words that are known to be taken.
   *
   * @param request its address and headers
   */
  static WireRewording of(
      WireWording wording,
      Request.Builder request,
      VlmRequest asked,
      Supplier<ObjectNode> body,
      Map<String, Object> extras) {
    boolean insisted = asked.sampling().insisted() || extras.containsKey(WireWording.TEMPERATURE);
    return worded(wording, request, insisted, asked.load().isPresent(), body, extras);
  }

  private static WireRewording worded(
      WireWording wording,
      Request.Builder request,
      boolean insisted,
      boolean once,
      Supplier<ObjectNode> body,
      Map<String, Object> extras) {
    ObjectNode words = wording.in(body.get(), insisted);
    // Before the body is written: the user's own fields are not reworded.
    Optional<String> limit = LimitName.name(words);
    boolean tempered = words.has(WireWording.TEMPERATURE);
    return new WireRewording(
        wording,
        request.post(WireBody.of(words, extras)).build(),
        limit,
        tempered,
        insisted,
        once,
        body,
        extras);
  }

  /** The question to send instead; empty if the answer is no complaint of this kind. */
  Optional<WireRewording> after(Response response) throws IOException {
    if (once || !WORDED.contains(response.code())) {
      return Optional.empty();
    }
    WireFault fault = WireFault.read(response.peekBody(COMPLAINT).string());
    return wording.learns(fault, this) ? Optional.of(again()) : Optional.empty();
  }

  private WireRewording again() {
    return worded(wording, request.newBuilder(), insisted, false, body, extras);
  }

  /** What the server was not told, in words. */
  Optional<String> leftOut() {
    return wording.leavesOut(insisted)
        ? Optional.of("asked without a temperature, for its model takes none")
        : Optional.empty();
  }
}
