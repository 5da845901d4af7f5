package dev.zoetrope.capture;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import dev.zoetrope.media.Frame;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;

/**
 * Turns decoded pictures of any kind into ours: full range, BT.601, square pixels, upright.
 *
 * <p>Confined to the thread that holds its owner's lock. The owner closes it.
 */
final class Upright implements AutoCloseable {
  /** From here on an untagged picture is taken for HD, as players do. */
  private static final int HD_HEIGHT = 720;

  private final SwsContext scaler;

  Upright() {
    scaler = sws_alloc_context();
    scaler.flags(swscale.SWS_BICUBIC | swscale.SWS_ACCURATE_RND | swscale.SWS_BITEXACT);
  }

  /** The planes on the heap; the decoded picture is left as it is. */
  Planes planes(AVFrame decoded, double pixelAspect, int quarterTurns) {
    int width = (int) Math.max(1, Math.round(decoded.width() * pixelAspect));
    if (width == decoded.width() && ours(decoded)) {
      return copy(decoded).turned(quarterTurns);
    }
    AVFrame full = full(width, decoded.height());
    try {
      tag(decoded);
      int code = sws_scale_frame(scaler, full, decoded);
      if (code < 0) {
        throw new SourceException(
            "unsupported", "These pixels cannot be converted (" + Natives.words(code) + ").");
      }
      return copy(full).turned(quarterTurns);
    } finally {
      av_frame_free(full);
    }
  }

  /** Whether it needs no conversion: the scaler would smooth the colours of odd sizes. */
  private static boolean ours(AVFrame decoded) {
    boolean full = decoded.color_range() == avutil.AVCOL_RANGE_JPEG;
    boolean jpeg = decoded.format() == avutil.AV_PIX_FMT_YUVJ420P;
    int matrix = decoded.colorspace();
    return (jpeg || full && decoded.format() == avutil.AV_PIX_FMT_YUV420P)
        && (matrix == avutil.AVCOL_SPC_SMPTE170M || matrix == avutil.AVCOL_SPC_BT470BG)
        && decoded.chroma_location() == avutil.AVCHROMA_LOC_CENTER;
  }

  private static AVFrame full(int width, int height) {
    AVFrame frame = av_frame_alloc();
    frame.width(width).height(height).format(avutil.AV_PIX_FMT_YUV420P);
    frame.color_range(avutil.AVCOL_RANGE_JPEG);
    frame.colorspace(avutil.AVCOL_SPC_SMPTE170M);
    // Where JPEG has its chroma.
    frame.chroma_location(avutil.AVCHROMA_LOC_CENTER);
    if (av_frame_get_buffer(frame, 0) < 0) {
      av_frame_free(frame);
      throw new OutOfMemoryError("no native memory for a " + width + "x" + height + " picture");
    }
    return frame;
  }

  private static void tag(AVFrame decoded) {
    boolean hd = decoded.height() >= HD_HEIGHT || decoded.width() >= 1280;
    if (hd && decoded.colorspace() == avutil.AVCOL_SPC_UNSPECIFIED && limited(decoded)) {
      decoded.colorspace(avutil.AVCOL_SPC_BT709);
    }
  }

  private static boolean limited(AVFrame decoded) {
    return decoded.color_range() != avutil.AVCOL_RANGE_JPEG;
  }

  private static Planes copy(AVFrame frame) {
    int width = frame.width();
    int height = frame.height();
    byte[] i420 = new byte[Frame.size(width, height)];
    int at = 0;
    for (int plane = 0; plane < 3; plane++) {
      int columns = plane == 0 ? width : (width + 1) / 2;
      int rows = plane == 0 ? height : (height + 1) / 2;
      int stride = frame.linesize(plane);
      var pixels = frame.data(plane).capacity((long) stride * rows).asByteBuffer();
      for (int row = 0; row < rows; row++) {
        pixels.get(row * stride, i420, at, columns);
        at += columns;
      }
    }
    return new Planes(width, height, i420);
  }

  /** The same pixels in native memory; the caller frees it. */
  static AVFrame nativeCopy(Frame frame) {
    AVFrame copy = full(frame.width(), frame.height());
    int at = 0;
    for (int plane = 0; plane < 3; plane++) {
      int columns = plane == 0 ? frame.width() : (frame.width() + 1) / 2;
      int rows = plane == 0 ? frame.height() : (frame.height() + 1) / 2;
      int stride = copy.linesize(plane);
      var pixels = copy.data(plane).capacity((long) stride * rows).asByteBuffer();
      for (int row = 0; row < rows; row++) {
        pixels.put(row * stride, frame.i420(), at, columns);
        at += columns;
      }
    }
    return copy;
  }

  @Override
  public void close() {
    sws_free_context(scaler);
  }
}
