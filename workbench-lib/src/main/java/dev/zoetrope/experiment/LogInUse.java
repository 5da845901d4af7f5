package dev.zoetrope.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Another run writes into the log. */
public final class LogInUse extends UncheckedIOException {
  private final String holder;

  LogInUse(Path log, String holder) {
    super(
        "Another run writes into "
            + log
            + " ("
            + (holder.isEmpty() ? "it has only just begun" : holder)
            + "): wait until it has ended, or give this one another --log.",
        new IOException("locked"));
    this.holder = holder;
  }

  /** Who it is: "process 4711, since 2026-11-23T17:00:00Z". */
  public String holder() {
    return holder;
  }
}
