package dev.zoetrope.capture;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a user writes behind a live source's #, which never goes to the server: {@code
 * rtsp://cam/1#transport=udp&stall=2s}.
 *
 * @param open how long a connection may take until its first picture
 * @param stall how long a source may be silent
 * @param retry how long after the last picture a new connection is tried; zero for never
 * @param hold how far back pictures are kept
 * @param holdAsked whether the user named {@code hold}, so that it must be kept
 * @param budget bytes of native memory for the pictures that are kept
 * @param device what is meant for the source itself, such as transport, size, fps
 */
record LiveOptions(
    Duration open,
    Duration stall,
    Duration retry,
    Duration hold,
    boolean holdAsked,
    long budget,
    Map<String, String> device) {
  private static final List<String> OURS = List.of("open", "stall", "retry", "hold", "budget");
  private static final Pattern TAIL =
      Pattern.compile("(.*)#((?:[a-z]+=[^&#]*)(?:&[a-z]+=[^&#]*)*)", Pattern.DOTALL);
  private static final Pattern SIZE = Pattern.compile("(\\d{1,6})([kmg]?)b?");

  /** An address, and what stood behind its #. */
  record Split(String address, Map<String, String> options) {}

  static Split split(String uri) {
    Matcher matcher = TAIL.matcher(uri);
    if (!matcher.matches()) {
      return new Split(uri, Map.of());
    }
    return new Split(matcher.group(1), SourceUri.parse("x:?" + matcher.group(2)).parameters());
  }

  /**
   * Reads the options.
   *
   * @param known the names that this kind of source knows beside ours
   */
  static LiveOptions of(Map<String, String> options, List<String> known) {
    List<String> all = java.util.stream.Stream.concat(OURS.stream(), known.stream()).toList();
    new SourceUri("", "", options).allow(all);
    Map<String, String> device = new LinkedHashMap<>(options);
    device.keySet().removeAll(OURS);
    return new LiveOptions(
        time(options, "open", "10s"),
        time(options, "stall", "5s"),
        time(options, "retry", "5m"),
        time(options, "hold", "10s"),
        options.containsKey("hold"),
        bytes(Optional.ofNullable(options.get("budget")).orElse("256m")),
        Map.copyOf(device));
  }

  private static Duration time(Map<String, String> options, String name, String otherwise) {
    return Times.parse(Optional.ofNullable(options.get(name)).orElse(otherwise));
  }

  private static long bytes(String text) {
    Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new SourceException(
          "bad_parameter", "budget=" + text + " is no number of bytes: write it like 256m or 1g.");
    }
    int shift = 10 * "kmg".indexOf(matcher.group(2)) + 10;
    return Long.parseLong(matcher.group(1)) << (matcher.group(2).isEmpty() ? 0 : shift);
  }
}
