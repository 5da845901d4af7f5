package dev.zoetrope.capture;

import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** What files of films are made, by the ends of their names. */
enum FilmKind {
  /** H.264 in pieces of a second, which become one ordinary clip at the end. */
  MP4(
      "mp4",
      Map.of("movflags", "+frag_keyframe+hybrid_fragmented", "flush_packets", "1"),
      "libopenh264",
      Map.of("rc_mode", "off", "allow_skip_frames", "0"),
      90_000),

  /** VP8 in pieces of a second. */
  WEBM(
      "webm",
      Map.of("cluster_time_limit", "1000", "flush_packets", "1"),
      "libvpx",
      Map.of("deadline", "realtime", "cpu-used", "8", "lag-in-frames", "0"),
      1_000),

  /** Every pixel as it came: FFV1 in Matroska. */
  MKV(
      "matroska",
      Map.of("cluster_time_limit", "1000", "flush_packets", "1"),
      "ffv1",
      Map.of("level", "3"),
      1_000),

  /** A clip as everybody writes it: one index, at the end. */
  CLIP("mp4", Map.of(), "libopenh264", Map.of("rc_mode", "off", "allow_skip_frames", "0"), 90_000);

  /** Fine enough that a 20-pixel shape keeps its edges. */
  private static final int QUANTISER = 20;

  /** What VP8 takes for a picture in which little is lost, in bits a pixel. */
  private static final double BITS = 0.15;

  private static final int FEWEST_BITS = 500_000;

  private final String container;
  private final Map<String, String> muxing;
  private final String codec;
  private final Map<String, String> coding;
  private final int ticks;

  FilmKind(
      String container,
      Map<String, String> muxing,
      String codec,
      Map<String, String> coding,
      int ticks) {
    this.container = container;
    this.muxing = muxing;
    this.codec = codec;
    this.coding = coding;
    this.ticks = ticks;
  }

  /** Size and rate of a film; the rate is a hint, since each picture has its own time. */
  record Shape(int width, int height, double fps) {
    AVRational rate() {
      return av_make_q((int) Math.round(fps * 1000), 1000);
    }
  }

  /**
   * By the end of its name.
   *
   * @throws IllegalArgumentException if it is none of ours
   */
  static FilmKind of(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    for (FilmKind kind : new FilmKind[] {MP4, WEBM, MKV}) {
      if (name.endsWith("." + kind.name().toLowerCase(Locale.ROOT))) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        file + " is no name of a film: end it in .mp4, .webm, or .mkv for every pixel as it came.");
  }

  String container() {
    return container;
  }

  Map<String, String> muxing() {
    return muxing;
  }

  /** How many there are in a second. */
  int ticks() {
    return ticks;
  }

  /** Whether nothing of a picture is lost. */
  boolean lossless() {
    return this == MKV;
  }

  /** As the file wants it: players take untold pictures for limited ones. */
  Planes fit(Planes planes) {
    return lossless() ? planes : Limited.of(planes);
  }

  AvEncoder encoder(Shape shape) {
    return AvEncoder.open(
        codec, shape.width(), shape.height(), coding, context -> settings(context, shape));
  }

  private void settings(AVCodecContext context, Shape shape) {
    context.time_base(av_make_q(1, ticks));
    context.framerate(shape.rate());
    context.gop_size((int) Math.max(1, Math.round(shape.fps())));
    context.thread_count(1);
    colours(context);
    context.flags(
        context.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER | avcodec.AV_CODEC_FLAG_BITEXACT);
    if (this == WEBM) {
      context.bit_rate(
          (long)
              Math.max(FEWEST_BITS, BITS * shape.width() * shape.height() * rounded(shape.fps())));
    } else {
      context.qmin(QUANTISER).qmax(QUANTISER);
    }
  }

  private static double rounded(double fps) {
    return Math.max(10, Math.min(60, fps));
  }

  private void colours(AVCodecContext context) {
    context.color_range(lossless() ? avutil.AVCOL_RANGE_JPEG : avutil.AVCOL_RANGE_MPEG);
    context.colorspace(avutil.AVCOL_SPC_SMPTE170M);
    context.color_primaries(avutil.AVCOL_PRI_SMPTE170M);
    context.color_trc(avutil.AVCOL_TRC_SMPTE170M);
    if (lossless()) {
      context.chroma_sample_location(avutil.AVCHROMA_LOC_CENTER);
    }
  }
}
