package dev.zoetrope.capture;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_image_get_buffer_size;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * A decoded picture in native memory, shared by counting: it is freed by whoever lets go last.
 * Never leaves this room. Thread-safe as long as each holder lets go once.
 */
final class NativeFrame {
  /** What is known of a picture beside its pixels. */
  record Facts(
      long number,
      Duration time,
      long capturedAtNanos,
      TimeOrigin origin,
      boolean discontinuity,
      double pixelAspect,
      int quarterTurns) {}

  private final AVFrame picture;
  private final Facts facts;
  private final long bytes;
  private final AtomicInteger holders = new AtomicInteger(1);

  /** Takes over the picture; the caller is its first holder. */
  NativeFrame(AVFrame picture, Facts facts) {
    this.picture = picture;
    this.facts = facts;
    this.bytes = bytes(picture);
  }

  /** What its pixels take. */
  long bytes() {
    return bytes;
  }

  Facts facts() {
    return facts;
  }

  /** Only for a holder. */
  AVFrame picture() {
    if (holders.get() < 1) {
      throw new IllegalStateException("this picture was given back.");
    }
    return picture;
  }

  static long bytes(AVFrame picture) {
    return Math.max(
        1, av_image_get_buffer_size(picture.format(), picture.width(), picture.height(), 32));
  }

  /** One more holder; the caller is one already, or keeps one from letting go. */
  NativeFrame share() {
    holders.incrementAndGet();
    return this;
  }

  void letGo() {
    int left = holders.decrementAndGet();
    if (left < 0) {
      throw new IllegalStateException("this picture was given back twice.");
    }
    if (left == 0) {
      av_frame_free(picture);
    }
  }
}
