package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalInt;
import okhttp3.HttpUrl;

/** How one server's model is asked and how its answers are read. Immutable. */
interface Dialect {
  /** Whom it speaks to. */
  WireServer server();

  /** Where the question goes. */
  HttpUrl url(VlmRequest request);

  /**
   * The question's body, without the user's extra fields.
   *
   * @throws BackendException if this server cannot be asked that
   */
  ObjectNode body(VlmRequest request);

  /** Whether a turn may hold videos. */
  default boolean takesVideo() {
    return false;
  }

  /** Whether it can be told how many pictures a second of a video the model shall see. */
  default boolean takesFps() {
    return false;
  }

  /** Reads one answer. */
  WireReader reader(WireErrors errors);

  /** The same, where the limit of the answer's tokens is known. */
  default WireReader reader(WireErrors errors, OptionalInt limit) {
    return reader(errors);
  }

  /** Whether a streamed answer is one JSON object a line; else it is server-sent events. */
  default boolean ndjson() {
    return false;
  }

  /** A request that makes the server load and keep the model; empty if there is none. */
  default Optional<Counting> loading() {
    return Optional.empty();
  }

  /** How a prompt's tokens are counted apart from answering it; empty if they cannot be. */
  default Optional<Counting> counting(VlmRequest request) {
    return Optional.empty();
  }

  /** Whether this server is known to leave pictures out without a word. */
  default boolean losesPictures() {
    return false;
  }

  /**
   * Whether pictures are known to be in this server's count of a prompt's tokens; if not, a count
   * without them says nothing about what the model saw.
   */
  default boolean countsPictures() {
    return true;
  }

  /** The tokens in what a counting request brought. */
  default OptionalInt counted(JsonNode answer) {
    return OptionalInt.empty();
  }
}
