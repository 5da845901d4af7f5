package dev.zoetrope;

import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.capture.Source;
import dev.zoetrope.media.Window;
import java.util.List;

/** Comparisons of the session's workbench. */
public final class Compare {
  private Compare() {}

  /** Puts the same frames before all these backends. */
  public static Question on(Window window, List<VlmBackend> vlms) {
    return Session.workbench().compare(window, vlms);
  }

  /** Asks all these backends about a live source again and again, each at its own pace. */
  public static LiveQuestion live(Source source, List<VlmBackend> vlms) {
    return Session.workbench().live(source, vlms);
  }
}
