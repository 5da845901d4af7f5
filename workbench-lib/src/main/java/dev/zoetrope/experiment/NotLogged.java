package dev.zoetrope.experiment;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.compare.ComparisonResult;
import java.io.UncheckedIOException;

/** A comparison ran, but the log lacks some of its answers; they are only here. */
public final class NotLogged extends UncheckedIOException {
  private final transient ComparisonResult result;

  NotLogged(ComparisonResult result, UncheckedIOException why) {
    super(why.getMessage() + ". The answers of this run are not in the log.", why.getCause());
    this.result = requireNonNull(result, "result is null");
  }

  /** All answers. */
  public ComparisonResult result() {
    return result;
  }
}
