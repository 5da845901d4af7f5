package dev.zoetrope.capture;

import static java.util.Map.entry;

import java.util.Map;
import org.bytedeco.ffmpeg.global.avutil;

/** What the video library's numbers mean for a live source, and what to do about them. */
final class LiveErrors {
  /** A code of {@link SourceException}, and the sentence behind the source's name. */
  private record Meaning(String code, String words) {}

  /** Those of Linux; where a system numbers them otherwise, the library's own words are shown. */
  private static final Map<Integer, Meaning> ERRNO =
      Map.ofEntries(
          entry(2, new Meaning("missing", "does not exist: check its name.")),
          entry(
              5,
              new Meaning(
                  "unreachable", "cannot be reached: check the host's name and the network.")),
          entry(
              6,
              new Meaning("unplugged", "has no camera behind it: plug it in again, or reboot it.")),
          entry(
              13,
              new Meaning(
                  "denied",
                  "may not be opened: add your user to the group \"video\" (sudo usermod -aG video"
                      + " $USER) and log in again.")),
          entry(
              16,
              new Meaning("busy", "is in use by another program: close that one, then try again.")),
          entry(19, new Meaning("unplugged", "is gone: plug it in again.")),
          entry(
              22,
              new Meaning(
                  "bad_parameter",
                  "does not take these settings: leave out size, fps and format, or check the"
                      + " address.")),
          entry(25, new Meaning("not_camera", "is no camera: see Cameras.list() for those there.")),
          entry(
              98,
              new Meaning(
                  "busy", "needs a port that another program holds: close it, or use another.")),
          entry(
              101, new Meaning("unreachable", "cannot be reached: this machine has no way to it.")),
          entry(
              104,
              new Meaning("refused", "hung up: check the address and how many viewers it takes.")),
          entry(
              110, new Meaning("timeout", "does not answer: check the address and that it is on.")),
          entry(
              111,
              new Meaning(
                  "refused",
                  "is answered by nobody: check the port and that the camera or server runs.")),
          entry(
              113,
              new Meaning(
                  "unreachable", "cannot be reached: check the address and that it is on.")));

  private static final Meaning NO_SCREEN =
      new Meaning("missing", "is no X display that lets this process in: check DISPLAY and xhost.");

  private LiveErrors() {}

  static SourceException opening(String name, int code) {
    Meaning known = code > -200 ? ERRNO.get(-code) : null;
    boolean noScreen = code == -5 && name.startsWith("screen:");
    Meaning meaning = noScreen ? NO_SCREEN : known == null ? own(code) : known;
    return new SourceException(
        meaning.code, name + " " + meaning.words + " (" + Natives.words(code) + ")");
  }

  private static Meaning own(int code) {
    if (code == avutil.AVERROR_HTTP_UNAUTHORIZED() || code == avutil.AVERROR_HTTP_FORBIDDEN()) {
      return new Meaning(
          "unauthorized",
          "wants another user name or password: write them as scheme://user:password@host/….");
    }
    if (code == avutil.AVERROR_HTTP_NOT_FOUND()) {
      return new Meaning("missing", "does not exist on its server: check the path.");
    }
    if (code == avutil.AVERROR_HTTP_SERVER_ERROR()
        || code == avutil.AVERROR_HTTP_OTHER_4XX()
        || code == avutil.AVERROR_HTTP_BAD_REQUEST()
        || code == avutil.AVERROR_HTTP_TOO_MANY_REQUESTS()) {
      return new Meaning("refused", "is refused by its server: check the path and try again.");
    }
    if (code == avutil.AVERROR_PROTOCOL_NOT_FOUND()
        || code == avutil.AVERROR_DEMUXER_NOT_FOUND()
        || code == avutil.AVERROR_DECODER_NOT_FOUND()) {
      return new Meaning("unsupported", "is of a kind that this version cannot read.");
    }
    if (code == avutil.AVERROR_EXTERNAL()) {
      return new Meaning("missing", "cannot be opened: check that the device or screen is there.");
    }
    return new Meaning(
        "not_video", "sends nothing that can be read as pictures: check that a player shows it.");
  }

  static SourceException timeout(String name, String after) {
    return new SourceException(
        "timeout",
        name
            + " gave no picture within "
            + after
            + ": check that the camera sends, or wait longer with #open=30s.");
  }

  static SourceException stalled(String name, String after) {
    return new SourceException(
        "stalled",
        name
            + " gave no picture for "
            + after
            + ": check the camera and its network; it is connected to anew.");
  }

  static SourceException silent(String name, String after) {
    return new SourceException(
        "stalled", name + " was given no picture for " + after + ": check what pushes into it.");
  }

  static SourceException lost(String name) {
    return new SourceException(
        "lost", name + " hung up: check the camera and its network; it is connected to anew.");
  }
}
