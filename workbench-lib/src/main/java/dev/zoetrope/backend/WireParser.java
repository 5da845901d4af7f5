package dev.zoetrope.backend;

/**
 * Turns the bytes of one streamed answer into its events; they come from a socket or out of a
 * recording. Confined to the thread that reads.
 */
final class WireParser {
  private final WireErrors errors;
  private final HttpLimits limits;
  private final WireAnswer answer;
  private final FrameReader frames;
  private long total;

  WireParser(Dialect dialect, WireErrors errors, HttpLimits limits, WireAnswer answer) {
    this.errors = errors;
    this.limits = limits;
    this.answer = answer;
    this.frames =
        dialect.ndjson()
            ? new NdjsonReader(limits.eventBytes(), answer::frame, this::tooLong)
            : new SseReader(
                limits.eventBytes(), answer::frame, this::failed, answer::comment, this::tooLong);
  }

  /**
   * Takes the next bytes, all with the answer's present stamp.
   *
   * @throws BackendException if they are more than an answer may hold, make no sense, or say that
   *     it failed
   */
  void feed(byte[] bytes, int length) {
    total += length;
    bounded(total);
    frames.feed(bytes, length);
  }

  void bounded(long size) {
    if (size >= limits.answerBytes()) {
      throw errors.malformed("sent more than " + limits.answerBytes() + " bytes");
    }
  }

  /**
   * No more bytes come.
   *
   * @throws BackendException.MalformedStream if the answer is not whole
   */
  void end() {
    if (!answer.complete()) {
      frames.end();
    }
    if (!answer.complete()) {
      throw errors.malformed("cut its answer off before its end");
    }
  }

  /**
   * Takes an answer that came in one piece.
   *
   * @throws BackendException.MalformedStream if it is not whole
   */
  void whole(String body) {
    bounded(body.length());
    answer.frame(body);
    if (!answer.complete()) {
      throw errors.malformed("sent half an answer");
    }
  }

  /** What stands in an event that is named an error is one, whatever it looks like. */
  private void failed(String data) {
    throw errors.told(data);
  }

  private BackendException tooLong() {
    return errors.malformed("sent an event of more than " + limits.eventBytes() + " bytes");
  }
}
