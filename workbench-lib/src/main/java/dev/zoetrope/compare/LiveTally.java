package dev.zoetrope.compare;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.BackendCard;
import dev.zoetrope.metrics.Reading;
import java.util.List;
import java.util.Map;

/**
 * One backend's part in a live session.
 *
 * @param backend the last one that was asked in this place
 * @param answered whole answers
 * @param failed questions that failed
 * @param superseded answers that were given up because question or model changed
 * @param dropped frames that gave way to newer ones
 * @param skipped moments at which it should have been asked and was still busy
 * @param readings the numbers of its last whole answers, a thousand at most
 */
public record LiveTally(
    BackendCard backend,
    long answered,
    long failed,
    long superseded,
    long dropped,
    long skipped,
    List<Map<String, Reading>> readings) {
  public LiveTally {
    requireNonNull(backend, "backend is null");
    readings = List.copyOf(readings);
  }
}
