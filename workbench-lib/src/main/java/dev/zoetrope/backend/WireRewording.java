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
 * The question in the words that a server takes, once it has said which of them it does not.
 *
 * @param first the question as it was sent
 * @param sent the limit's name in it; empty if it must not be sent twice, or cannot be reworded
 * @param body its body anew, for the first is used up, without the user's extra fields
 * @param extras the user's fields
 */
record WireRewording(
    LimitName limit,
    Request first,
    Optional<String> sent,
    Supplier<ObjectNode> body,
    Map<String, Object> extras) {
  private static final int COMPLAINT = 64 << 10;
  private static final Set<Integer> WORDED = Set.of(400, 422);

  /** The question to send instead; empty if the answer is no complaint of this kind. */
  Optional<Request> after(Response response) throws IOException {
    if (sent.isEmpty() || !WORDED.contains(response.code())) {
      return Optional.empty();
    }
    WireFault fault = WireFault.read(response.peekBody(COMPLAINT).string());
    return limit.learns(fault, sent.get()) ? Optional.of(again()) : Optional.empty();
  }

  private Request again() {
    return first.newBuilder().post(WireBody.of(limit.in(body.get()), extras)).build();
  }
}
