package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.media.Frame;
import dev.zoetrope.metrics.Ticker;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class SmokeTest {
  @Test
  void syntheticFrameBecomesJpeg() throws Exception {
    try (SourceRegistry sources = SourceRegistry.open(Ticker.system());
        FrameEncoder encoder = FrameEncoder.open(Ticker.system())) {
      Source s = sources.open("synthetic:moving-shape?seed=7&size=256");
      Frame f = s.at("1s").last();
      Encoded e = encoder.encode(f);
      assertThat(e.image().mime()).isEqualTo("image/jpeg");
      var img = ImageIO.read(new ByteArrayInputStream(e.image().bytes()));
      assertThat(img.getWidth()).isEqualTo(256);
      assertThat(f.time()).isEqualTo(Duration.ofSeconds(1));
      java.nio.file.Files.write(java.nio.file.Path.of("target/smoke.jpg"), e.image().bytes());
      java.nio.file.Files.write(
          java.nio.file.Path.of("target/smoke.png"), encoder.png(f).image().bytes());
    }
  }
}
