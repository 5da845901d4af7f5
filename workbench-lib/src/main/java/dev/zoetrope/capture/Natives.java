package dev.zoetrope.capture;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avdevice;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;

/** Loads the video library, once, when the first clip or JPEG needs it (about 0.6 s). */
final class Natives {
  private Natives() {}

  /** Everything that touches a native class calls this first. */
  static void load() {
    try {
      Loaded.once();
    } catch (LinkageError e) {
      throw new SourceException(
          "natives",
          "The video library does not load on this machine ("
              + System.getProperty("os.name")
              + ", "
              + System.getProperty("os.arch")
              + "; "
              + reason(e)
              + "): use a synthetic: source, or see docs/capture.md for what it needs.");
    }
  }

  /** Cameras, screens and lavfi: need libraries of the host that clips do not. */
  static void loadDevices() {
    load();
    try {
      Devices.once();
    } catch (LinkageError e) {
      throw new SourceException(
          "natives",
          "Cameras, screens and lavfi: need a library that this machine lacks ("
              + reason(e)
              + "): install it (on Debian and Ubuntu libpulse0, libxcb1, libasound2), or use a"
              + " network camera.");
    }
  }

  private static String reason(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("no reason given");
  }

  /** What a negative return code means, in the library's words. */
  static String words(int code) {
    byte[] text = new byte[128];
    avutil.av_strerror(code, text, text.length);
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return new String(text, 0, end, StandardCharsets.UTF_8);
  }

  private static final class Devices {
    static {
      Loader.load(avdevice.class);
      avdevice.avdevice_register_all();
    }

    static void once() {}
  }

  private static final class Loaded {
    static {
      // By default JavaCPP counts the whole process against four times the heap and refuses to
      // allocate 16 bytes beside a large model. It reads this when its first class loads.
      if (System.getProperty("org.bytedeco.javacpp.maxPhysicalBytes") == null) {
        System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
      }
      Loader.load(avutil.class);
      Loader.load(avcodec.class);
      Loader.load(avformat.class);
      Loader.load(swscale.class);
      // Its words would go to the process's stderr; what matters comes back as return codes.
      avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    }

    static void once() {}
  }
}
