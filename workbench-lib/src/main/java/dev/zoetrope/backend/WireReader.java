package dev.zoetrope.backend;

import java.util.List;
import java.util.Optional;

/** Understands the frames of one answer. Confined to the thread that reads it. */
interface WireReader {
  /**
   * What one frame says, at least one event unless it is the end mark, all with the stamp of the
   * read that brought it.
   *
   * @throws BackendException if it says that the request failed, or makes no sense
   */
  List<TokenEvent> read(String frame, long at);

  /** Whether the server has said that nothing more comes. */
  boolean ended();

  /** What ran the model, in the server's words, where it says so beside an answer. */
  default Optional<String> engine() {
    return Optional.empty();
  }

  /**
   * Why what was read is not a whole answer, though the server ended it; empty as long as it may.
   */
  default Optional<BackendException> broken() {
    return Optional.empty();
  }
}
