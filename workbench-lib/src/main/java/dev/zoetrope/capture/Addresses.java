package dev.zoetrope.capture;

import dev.zoetrope.capture.Address.Traits;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the schemes of live sources mean to the video library. */
final class Addresses {
  private static final List<String> SCHEMES =
      List.of(
          "rtsp", "rtsps", "http", "https", "udp", "srt", "rtmp", "rtmps", "lavfi", "camera",
          "screen", "live");

  /** No lists, such as m3u8: they make the library open other addresses. */
  private static final String WEB_FORMATS =
      "mpjpeg,mjpeg,mpegts,matroska,webm,flv,live_flv,mov,mp4,h264,hevc,ivf,ogg,nut,avi,mpeg";

  private Addresses() {}

  static List<String> schemes() {
    return SCHEMES;
  }

  /** The names that may stand behind the # beside those for all. */
  static List<String> known(String scheme) {
    return switch (scheme) {
      case "rtsp" -> List.of("transport");
      case "live" -> List.of("loop");
      case "camera" -> List.of("size", "fps", "format");
      case "screen" -> List.of("size", "fps", "at");
      default -> List.of();
    };
  }

  /** Reads {@code scheme:…} without its # options. */
  static Address of(String scheme, String uri, Map<String, String> options) {
    String name = SourceUri.masked(uri);
    return switch (scheme) {
      case "rtsp", "rtsps" -> new Address(name, uri, Optional.of("rtsp"), rtsp(options), stream());
      case "http", "https" -> new Address(name, uri, Optional.empty(), web(), stream());
      case "udp" -> new Address(name, uri, Optional.of("mpegts"), udp(), stream());
      case "srt" -> new Address(name, uri, Optional.of("mpegts"), only("srt"), stream());
      case "rtmp", "rtmps" -> new Address(name, uri, Optional.of("flv"), rtmp(), stream());
      case "lavfi" -> new Address(name, body(uri), Optional.of("lavfi"), Map.of(), Traits.FILTER);
      case "camera" -> Cameras.address(name, body(uri), options);
      case "screen" -> Screens.address(name, body(uri), options);
      case "live" -> file(name, body(uri), options);
      default -> throw new IllegalArgumentException(scheme);
    };
  }

  private static Traits stream() {
    return Traits.STREAM;
  }

  private static Address file(String name, String path, Map<String, String> options) {
    Path file = FileSources.clip(path, name);
    String loop = options.getOrDefault("loop", "no");
    if (!List.of("yes", "no").contains(loop)) {
      throw new SourceException(
          "bad_parameter", "loop=" + loop + " does not work: write yes or no.");
    }
    Traits traits = loop.equals("yes") ? Traits.LOOP : Traits.FILE;
    return new Address(
        name, "file:" + file.toAbsolutePath(), Optional.empty(), ClipSource.FILE_ONLY, traits);
  }

  static String body(String uri) {
    return uri.substring(uri.indexOf(':') + 1);
  }

  private static Map<String, String> rtsp(Map<String, String> options) {
    String transport = options.getOrDefault("transport", "tcp");
    if (!List.of("tcp", "udp").contains(transport)) {
      throw new SourceException(
          "bad_parameter", "transport=" + transport + " does not work: write tcp or udp.");
    }
    return with(only("rtsp,rtsps,rtp,srtp,udp,tcp,tls"), "rtsp_transport", transport);
  }

  private static Map<String, String> web() {
    return with(only("http,https,httpproxy,tcp,tls"), "format_whitelist", WEB_FORMATS);
  }

  private static Map<String, String> udp() {
    return with(only("udp"), "overrun_nonfatal", "1");
  }

  /** Without sound in the stream it would look for it for five seconds. */
  private static Map<String, String> rtmp() {
    return with(only("rtmp,rtmps,tcp,tls"), "analyzeduration", "1000000");
  }

  private static Map<String, String> only(String protocols) {
    return Map.of("protocol_whitelist", protocols);
  }

  private static Map<String, String> with(Map<String, String> base, String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(base);
    more.put(key, value);
    return Map.copyOf(more);
  }
}
