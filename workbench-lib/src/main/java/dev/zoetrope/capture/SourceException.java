package dev.zoetrope.capture;

import static java.util.Objects.requireNonNull;

/**
 * A source cannot give what was asked of it; the message is one sentence that says what to do next.
 *
 * <p>Callers branch on {@link #code()}, never on the message.
 */
public final class SourceException extends RuntimeException {
  private final String code;

  /**
   * For sources that users write, too.
   *
   * @param code one word of the list at {@link #code()}, or your own
   * @param message what is wrong and what to do next, without credentials
   */
  public SourceException(String code, String message) {
    super(message);
    this.code = requireNonNull(code, "code is null");
  }

  /**
   * What went wrong, in one word.
   *
   * <ul>
   *   <li>{@code missing}: there is no such file or folder
   *   <li>{@code empty}: a file of no bytes, a folder without pictures
   *   <li>{@code not_video}: a file that is neither a clip nor a picture
   *   <li>{@code no_video}: a clip without a picture track
   *   <li>{@code zero_size}: pictures without width or height
   *   <li>{@code corrupt}: the file does not decode, or not at the time that was asked for
   *   <li>{@code unsupported}: no decoder for this kind of picture
   *   <li>{@code beyond_end}: a time behind the last picture
   *   <li>{@code bad_time}: a negative time, a spacing or number of frames below one, an unreadable
   *       time
   *   <li>{@code bad_parameter}: a parameter of the URI that the source does not know
   *   <li>{@code unknown_scheme}: a word before the colon that no version knows
   *   <li>{@code not_yet}: a kind of source that this version cannot open
   *   <li>{@code cancelled}: the thread was interrupted, or the source closed, during the work
   *   <li>{@code natives}: the video library does not load on this machine
   *   <li>{@code not_live}: a recording was asked for its newest picture
   *   <li>{@code timeout}, {@code refused}, {@code unreachable}, {@code unauthorized}: a live
   *       source cannot be connected to
   *   <li>{@code denied}, {@code busy}, {@code unplugged}, {@code not_camera}: a camera cannot be
   *       opened
   *   <li>{@code stalled}, {@code lost}: a live source fell silent, or hung up
   *   <li>{@code ended}: a live source is over
   *   <li>{@code budget}: the pictures to be kept take more memory than they may
   *   <li>{@code broken}: something else failed inside
   *   <li>{@code bad_truth}: a truth file that cannot be read
   * </ul>
   */
  public String code() {
    return code;
  }
}
