package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import java.time.Duration;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UprightTest {
  @BeforeAll
  static void load() {
    Natives.load();
  }

  /** Pure red as each standard writes it. */
  @ParameterizedTest
  @CsvSource({
    "BT601 limited,  64, 64, 6, 1,  82, 90, 240",
    "BT709 limited,  64, 64, 1, 1,  63, 102, 240",
    "BT601 full,     64, 64, 6, 2,  76, 85, 255",
    "BT709 full,     64, 64, 1, 2,  54, 99, 255",
    "untagged HD,  1280, 720, 2, 0, 63, 102, 240",
    "untagged SD,    64, 64, 2, 0,  82, 90, 240"
  })
  void redIsRedWhateverTheTagsSay(
      String kind, int width, int height, int space, int range, int y, int u, int v) {
    AVFrame frame = flat(width, height, y, u, v);
    frame.colorspace(space).color_range(range);
    try (Upright upright = new Upright()) {
      int rgb =
          Pictures.rgb(upright.planes(frame, 1, 0).frame(Duration.ZERO, 0))
              .getRGB(width / 2, height / 2);
      assertThat(rgb >> 16 & 0xff).as(kind).isGreaterThan(248);
      assertThat(rgb >> 8 & 0xff).as(kind).isLessThan(8);
      assertThat(rgb & 0xff).as(kind).isLessThan(8);
    } finally {
      av_frame_free(frame);
    }
  }

  @Test
  void wideAndNarrowPixelsBecomeSquare() {
    AVFrame frame = flat(64, 48, 100, 128, 128);
    try (Upright upright = new Upright()) {
      assertThat(upright.planes(frame, 1.5, 0).width()).isEqualTo(96);
      assertThat(upright.planes(frame, 1.5, 1).width()).isEqualTo(48);
    } finally {
      av_frame_free(frame);
    }
  }

  @Test
  void fourQuarterTurnsAreNone() {
    byte[] noise = new byte[dev.zoetrope.media.Frame.size(7, 5)];
    new java.util.Random(1).nextBytes(noise);
    Planes planes = new Planes(7, 5, noise);
    assertThat(planes.turned(1).turned(1).i420()).isEqualTo(planes.turned(2).i420());
    assertThat(planes.turned(1).turned(3).i420()).isEqualTo(noise);
    assertThat(planes.turned(1).plane(0).at(4, 0)).isEqualTo(noise[0]);
  }

  private static AVFrame flat(int width, int height, int... yuv) {
    AVFrame frame = av_frame_alloc();
    frame.width(width).height(height).format(avutil.AV_PIX_FMT_YUV420P);
    assertThat(av_frame_get_buffer(frame, 0)).isZero();
    for (int plane = 0; plane < 3; plane++) {
      int rows = plane == 0 ? height : height / 2;
      org.bytedeco.javacpp.Pointer.memset(
          frame.data(plane), yuv[plane], (long) frame.linesize(plane) * rows);
    }
    return frame;
  }
}
