package dev.zoetrope.capture;

import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import dev.zoetrope.media.EncodedImage;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/**
 * JPEG by the video library, straight from our planes. Keeps the encoder of the last size. Confined
 * to the thread that holds its owner's lock; the owner closes it.
 */
final class JpegEncoder implements AutoCloseable {
  /** The finest step of the encoder's own scale; near 80 of libjpeg's. */
  private static final int QSCALE = 2;

  private @Nullable AvEncoder encoder;
  private int width;
  private int height;
  private long pictures;

  EncodedImage encode(Planes planes) {
    Natives.load();
    AvEncoder fitting = fitting(planes.width(), planes.height());
    // It takes its pictures for a film and refuses a time that it has had.
    fitting.send(planes, pictures++);
    if (!fitting.receive()) {
      throw new IllegalStateException("the JPEG encoder gave no picture");
    }
    byte[] bytes = new byte[fitting.packet().size()];
    fitting.packet().data().get(bytes);
    return EncodedImage.of(bytes, "image/jpeg", planes.width(), planes.height());
  }

  private AvEncoder fitting(int newWidth, int newHeight) {
    AvEncoder current = encoder;
    if (current != null && width == newWidth && height == newHeight) {
      return current;
    }
    close();
    AvEncoder opened =
        AvEncoder.open("mjpeg", newWidth, newHeight, Map.of(), JpegEncoder::settings);
    encoder = opened;
    width = newWidth;
    height = newHeight;
    return opened;
  }

  private static void settings(AVCodecContext context) {
    context.color_range(avutil.AVCOL_RANGE_JPEG).colorspace(avutil.AVCOL_SPC_BT470BG);
    context.time_base(av_make_q(1, 1));
    context.thread_count(1);
    context.flags(context.flags() | avcodec.AV_CODEC_FLAG_QSCALE | avcodec.AV_CODEC_FLAG_BITEXACT);
    context.global_quality(QSCALE * avutil.FF_QP2LAMBDA);
  }

  @Override
  public void close() {
    if (encoder != null) {
      encoder.close();
      encoder = null;
    }
  }
}
