package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.media.Frame;
import dev.zoetrope.metrics.Ticker;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameEncoderTest {
  private final AtomicLong clock = new AtomicLong();
  private final Ticker ticker = () -> clock.addAndGet(10);
  private final SourceRegistry sources = SourceRegistry.open(ticker);
  private final FrameEncoder encoder = FrameEncoder.open(ticker);

  @AfterEach
  void closeAll() {
    encoder.close();
    sources.close();
  }

  private Frame frame(String parameters) {
    return sources.open("synthetic:moving-shape?seed=7&" + parameters).at("1s").last();
  }

  @ParameterizedTest
  @ValueSource(strings = {"128", "256", "127x65", "640x360", "17"})
  void aJpegShowsTheFrame(String size) throws Exception {
    Frame frame = frame("size=" + size);
    var decoded = Pictures.decode(encoder.encode(frame).image());
    assertThat(decoded.getWidth()).isEqualTo(frame.width());
    assertThat(decoded.getHeight()).isEqualTo(frame.height());
    assertThat(Pictures.psnr(decoded, Pictures.rgb(frame))).isGreaterThan(32);
  }

  @ParameterizedTest
  @ValueSource(strings = {"red", "green", "blue", "yellow", "purple", "orange", "white", "black"})
  void smallShapesKeepTheirColourInAJpegAsSmallAsTheModelSees(String colour) throws Exception {
    Frame frame = frame("size=128&shapesize=small&colour=" + colour);
    var decoded = Pictures.decode(encoder.encode(frame).image());
    assertThat(Pictures.meanError(decoded, Pictures.rgb(frame))).isLessThan(1.5);
    Truth truth =
        sources
            .open("synthetic:moving-shape?seed=7&shapesize=small&colour=" + colour)
            .truth()
            .orElseThrow();
    Truth.Place place = truth.shapes().get(0).path().get(25);
    int centre = decoded.getRGB((int) (place.x() * 128), (int) (place.y() * 128));
    assertThat(Math.abs((centre >> 16 & 0xff) - Paint.named(colour).red)).isLessThan(12);
    assertThat(Math.abs((centre & 0xff) - Paint.named(colour).blue)).isLessThan(12);
  }

  @Test
  void theSameFrameGivesTheSameBytesEveryTime() {
    Frame frame = frame("noise=8");
    EncodedImage first = encoder.encode(frame).image();
    encoder.encode(frame("size=64"));
    encoder.encode(frame("shape=square"));
    assertThat(encoder.encode(frame).image().sha256()).isEqualTo(first.sha256());
    assertThat(encoder.encode(frame).image().sha256()).isEqualTo(first.sha256());
  }

  @Test
  void aPngIsTheFrameExactly() throws Exception {
    Frame frame = frame("size=63x41&noise=20");
    EncodedImage png = encoder.png(frame).image();
    assertThat(png.mime()).isEqualTo("image/png");
    assertThat(Pictures.psnr(Pictures.decode(png), Pictures.rgb(frame))).isEqualTo(99);
  }

  @Test
  void aLongestSideMakesItSmallerButNeverLarger() throws Exception {
    EncodedImage small = encoder.encode(frame("size=640x360"), 128).image();
    assertThat(small.width()).isEqualTo(128);
    assertThat(small.height()).isEqualTo(72);
    assertThat(Pictures.decode(small).getHeight()).isEqualTo(72);
    assertThat(encoder.encode(frame("size=64"), 128).image().width()).isEqualTo(64);
    assertThatThrownBy(() -> encoder.encode(frame("size=64"), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shrinkingMatchesAPictureThatWasDrawnSmall() {
    Planes large = Planes.of(frame("size=512"));
    Planes small = Planes.of(frame("size=128"));
    Frame shrunk = large.scaled(128, 128).frame(java.time.Duration.ZERO, 0);
    Frame drawn = small.frame(java.time.Duration.ZERO, 0);
    assertThat(Pictures.psnr(Pictures.rgb(shrunk), Pictures.rgb(drawn))).isGreaterThan(30);
  }

  @Test
  void theWorkIsStampedApart() {
    Encoded encoded = encoder.encode(frame("size=64"));
    assertThat(encoded.toNanos() - encoded.fromNanos()).isEqualTo(10);
  }

  @Test
  void aClosedEncoderSaysSo() {
    Frame frame = frame("size=64");
    encoder.encode(frame);
    encoder.close();
    encoder.close();
    assertThatThrownBy(() -> encoder.encode(frame))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }
}
