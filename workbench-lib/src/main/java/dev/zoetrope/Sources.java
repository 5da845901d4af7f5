package dev.zoetrope;

import dev.zoetrope.capture.PushSource;
import dev.zoetrope.capture.Source;

/** Sources of the session's workbench. */
public final class Sources {
  private Sources() {}

  /**
   * Opens what is to be looked at: {@code clips/door.mp4}, a folder of stills, {@code
   * synthetic:bounce?seed=7}, {@code rtsp://…}, {@code camera:0}.
   *
   * @throws dev.zoetrope.capture.SourceException if there is nothing to see
   */
  public static Source open(String uri) {
    return Session.workbench().source(uri);
  }

  /** A live source that code gives its pictures to, called {@code push:NAME}. */
  public static PushSource push(String name) {
    return Session.workbench().push(name);
  }
}
