package dev.zoetrope.capture;

import static dev.zoetrope.capture.AvEncoder.check;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/** Writes the pictures of a scene into one file. Confined to one thread; one file per object. */
final class Mp4Writer implements AutoCloseable {
  /** Ticks per second; divides by all usual frame rates. */
  private static final int TICKS = 90_000;

  /** Fine enough that a 20-pixel shape keeps its edges. */
  private static final int QUANTISER = 20;

  private final Scene scene;
  private final AvEncoder encoder;
  private final AVFormatContext format = new AVFormatContext(null);

  private Mp4Writer(Scene scene) {
    this.scene = scene;
    Scene.Film film = scene.film();
    this.encoder =
        AvEncoder.open(
            "libopenh264",
            film.width(),
            film.height(),
            Map.of("rc_mode", "off", "allow_skip_frames", "0"),
            context -> settings(context, film));
  }

  /** A key picture every second, so that a jump to any time is cheap; limited range as usual. */
  private static void settings(AVCodecContext context, Scene.Film film) {
    context.time_base(av_make_q(1, TICKS));
    context.framerate(rate(film));
    context.gop_size((int) Math.max(1, Math.round(film.fps())));
    context.qmin(QUANTISER).qmax(QUANTISER);
    context.thread_count(1);
    context.color_range(avutil.AVCOL_RANGE_MPEG).colorspace(avutil.AVCOL_SPC_SMPTE170M);
    context.color_primaries(avutil.AVCOL_PRI_SMPTE170M);
    context.color_trc(avutil.AVCOL_TRC_SMPTE170M);
    context.flags(
        context.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER | avcodec.AV_CODEC_FLAG_BITEXACT);
  }

  private static AVRational rate(Scene.Film film) {
    return av_make_q((int) Math.round(film.fps() * 1000), 1000);
  }

  static void write(Scene scene, Path file) throws IOException {
    Natives.load();
    try (Mp4Writer writer = new Mp4Writer(scene)) {
      writer.begin(file);
      for (int i = 0; i < scene.film().frames(); i++) {
        writer.encoder.send(Limited.of(scene.draw(i).toPlanes()), writer.ticks(i));
        writer.flush();
      }
      writer.encoder.finish();
      writer.flush();
      check(av_write_trailer(writer.format));
    }
  }

  private void begin(Path file) throws IOException {
    check(avformat_alloc_output_context2(format, null, "mp4", file.toString()));
    AVIOContext io = new AVIOContext(null);
    int code = avio_open(io, "file:" + file.toAbsolutePath(), avformat.AVIO_FLAG_WRITE);
    if (code < 0) {
      throw new IOException("cannot write " + file + ": " + Natives.words(code));
    }
    format.pb(io);
    format.flags(format.flags() | AVFormatContext.AVFMT_FLAG_BITEXACT);
    AVStream stream = avformat_new_stream(format, null);
    check(avcodec_parameters_from_context(stream.codecpar(), encoder.context()));
    stream.time_base(av_make_q(1, TICKS));
    stream.avg_frame_rate(rate(scene.film()));
    check(avformat_write_header(format, (AVDictionary) null));
  }

  private long ticks(int index) {
    return Math.round(index * TICKS / scene.film().fps());
  }

  private void flush() {
    AVStream stream = format.streams(0);
    while (encoder.receive()) {
      var packet = encoder.packet();
      packet.stream_index(0);
      packet.duration(Math.round(TICKS / scene.film().fps()));
      av_packet_rescale_ts(packet, encoder.context().time_base(), stream.time_base());
      check(av_interleaved_write_frame(format, packet));
    }
  }

  @Override
  public void close() {
    encoder.close();
    if (!format.isNull()) {
      if (format.pb() != null && !format.pb().isNull()) {
        avio_closep(format.pb());
      }
      avformat_free_context(format);
    }
  }
}
