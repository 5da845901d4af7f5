package dev.zoetrope.compare;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.BackendCard;
import java.util.List;

/**
 * How a live session stands at one moment.
 *
 * @param source its URI, credentials masked
 * @param news the source's state and what is to be known of it
 * @param live whether pictures come
 * @param columns one for each backend, in their order
 */
public record LiveView(String source, String news, boolean live, List<Column> columns) {
  public LiveView {
    requireNonNull(source, "source is null");
    requireNonNull(news, "news is null");
    columns = List.copyOf(columns);
  }

  /** What a backend does. */
  public enum State {
    /** It gets ready, or there are no new frames for it. */
    WAITING,
    /** A question is on its way. */
    ASKING,
    /** Its last answer is there, and the next question's time has not come. */
    ANSWERED,
    /** Its last question failed; it is asked again. */
    LOST
  }

  /**
   * One backend.
   *
   * @param prompt what it is asked
   * @param text what the model says; hostile
   * @param caption how old that is, and the numbers; why there is none, where it is lost
   */
  public record Column(
      BackendCard backend, String prompt, State state, String text, String caption) {
    public Column {
      requireNonNull(backend, "backend is null");
      requireNonNull(prompt, "prompt is null");
      requireNonNull(state, "state is null");
      requireNonNull(text, "text is null");
      requireNonNull(caption, "caption is null");
    }
  }
}
