package dev.zoetrope.capture;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;

/** One open encoder for pictures of one size. Confined to one thread; the owner closes it. */
final class AvEncoder implements AutoCloseable {
  private final AVCodecContext context;
  private final AVPacket packet = av_packet_alloc();
  private final AVFrame picture = av_frame_alloc();

  private AvEncoder(AVCodecContext context) {
    this.context = context;
  }

  /**
   * Opens it.
   *
   * @param settings is given the context before it is opened, with size and pixel format set
   */
  static AvEncoder open(
      String codecName,
      int width,
      int height,
      Map<String, String> options,
      Consumer<AVCodecContext> settings) {
    AVCodec codec = avcodec_find_encoder_by_name(codecName);
    AvEncoder encoder = new AvEncoder(avcodec_alloc_context3(codec));
    encoder.context.width(width).height(height).pix_fmt(avutil.AV_PIX_FMT_YUV420P);
    settings.accept(encoder.context);
    try {
      encoder.open(codec, options);
      return encoder;
    } catch (RuntimeException e) {
      encoder.close();
      throw e;
    }
  }

  private void open(AVCodec codec, Map<String, String> options) {
    AVDictionary dictionary = new AVDictionary(null);
    options.forEach((key, value) -> av_dict_set(dictionary, key, value, 0));
    int code = avcodec_open2(context, codec, dictionary);
    av_dict_free(dictionary);
    check(code);
    picture.width(context.width()).height(context.height()).format(context.pix_fmt());
    picture.color_range(context.color_range()).colorspace(context.colorspace());
    picture.chroma_location(context.chroma_sample_location());
    check(av_frame_get_buffer(picture, 0));
  }

  /** Hands over one picture; {@link #receive()} until it is false comes next. */
  void send(Planes planes, long pts) {
    send(planes, pts, false);
  }

  /**
   * As {@link #send(Planes, long)}.
   *
   * @param key whether it must stand for itself; if not, the encoder decides
   */
  void send(Planes planes, long pts, boolean key) {
    check(av_frame_make_writable(picture));
    for (int index = 0; index < 3; index++) {
      copy(planes.plane(index), index);
    }
    picture.pts(pts);
    picture.pict_type(key ? avutil.AV_PICTURE_TYPE_I : avutil.AV_PICTURE_TYPE_NONE);
    picture.quality(context.global_quality());
    check(avcodec_send_frame(context, picture));
  }

  private void copy(Planes.Plane plane, int index) {
    int stride = picture.linesize(index);
    var pixels = picture.data(index).capacity((long) stride * plane.height()).asByteBuffer();
    for (int row = 0; row < plane.height(); row++) {
      pixels.put(row * stride, plane.bytes(), plane.offset() + row * plane.width(), plane.width());
    }
  }

  /** No picture comes any more; {@link #receive()} gives the rest. */
  void finish() {
    check(avcodec_send_frame(context, null));
  }

  /** Whether there is a new {@link #packet()}. */
  boolean receive() {
    int code = avcodec_receive_packet(context, packet);
    if (code == avutil.AVERROR_EAGAIN() || code == avutil.AVERROR_EOF()) {
      return false;
    }
    check(code);
    return true;
  }

  AVPacket packet() {
    return packet;
  }

  AVCodecContext context() {
    return context;
  }

  /** Encoding our own pictures does not fail for reasons that a user could mend. */
  static void check(int code) {
    if (code < 0) {
      throw new IllegalStateException("encoding failed: " + Natives.words(code));
    }
  }

  @Override
  public void close() {
    av_packet_free(packet);
    av_frame_free(picture);
    avcodec_free_context(context);
  }
}
