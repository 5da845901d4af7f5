package dev.zoetrope.capture;

import java.util.Map;
import java.util.Optional;

/**
 * How the video library opens a live source.
 *
 * @param name for messages, credentials masked
 * @param url what the library is given
 * @param format which of its readers; empty to find out
 * @param options for the library
 * @param traits what the rest of capture must know
 */
record Address(
    String name, String url, Optional<String> format, Map<String, String> options, Traits traits) {
  /**
   * How this kind of source behaves.
   *
   * @param device it needs the library of devices, and its pictures lie in a driver's memory
   * @param finite its end is an end and no loss
   * @param paced it would come faster than time goes
   * @param loops after its end it begins again
   */
  record Traits(boolean device, boolean finite, boolean paced, boolean loops) {
    static final Traits STREAM = new Traits(false, false, false, false);
    static final Traits DEVICE = new Traits(true, false, false, false);
    static final Traits FILTER = new Traits(true, true, true, false);
    static final Traits FILE = new Traits(false, true, true, false);
    static final Traits LOOP = new Traits(false, true, true, true);
  }
}
