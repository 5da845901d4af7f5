package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.Conditions;
import dev.zoetrope.metrics.ServerTimings;
import dev.zoetrope.metrics.Timeline;
import dev.zoetrope.metrics.TokenUsage;
import java.util.Optional;

/**
 * A whole answer.
 *
 * @param text the content, reasoning left out; hostile input, to be escaped before it becomes HTML
 * @param finish why it ended
 * @param usage the counts that were told
 * @param serverTimings the server's own phases where it tells them
 * @param timeline this side's stamps
 * @param conditions under which the numbers were taken, where a server answered
 */
public record Completion(
    String text,
    FinishReason finish,
    TokenUsage usage,
    Optional<ServerTimings> serverTimings,
    Timeline timeline,
    Optional<Conditions> conditions) {
  public Completion {
    requireNonNull(text, "text is null");
    requireNonNull(finish, "finish is null");
    requireNonNull(usage, "usage is null");
    requireNonNull(serverTimings, "serverTimings is null");
    requireNonNull(timeline, "timeline is null");
    requireNonNull(conditions, "conditions is null");
  }

  /** Of nobody in particular. */
  public Completion(
      String text,
      FinishReason finish,
      TokenUsage usage,
      Optional<ServerTimings> serverTimings,
      Timeline timeline) {
    this(text, finish, usage, serverTimings, timeline, Optional.empty());
  }

  Completion withUsage(TokenUsage counts) {
    return new Completion(text, finish, counts, serverTimings, timeline, conditions);
  }

  Completion queuedAt(long at) {
    return new Completion(text, finish, usage, serverTimings, timeline.queuedAt(at), conditions);
  }

  Completion under(Conditions known) {
    return new Completion(text, finish, usage, serverTimings, timeline, Optional.of(known));
  }
}
