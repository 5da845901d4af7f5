package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.metrics.Ticker;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class EmbeddedBackendTest {
  @Test
  void namesTheColourOfACircle() throws Exception {
    try (BackendRegistry registry = BackendRegistry.open(Ticker.system());
        VlmBackend tiny = registry.connect("embedded:tiny")) {
      VlmRequest r =
          new VlmRequest(
              List.of(
                  new ContentPart.Image(circle()),
                  new ContentPart.Text("What color is the circle?")),
              Sampling.greedy(16));
      for (int i = 0; i < 3; i++) {
        List<TokenEvent> events = new ArrayList<>();
        Completion c = tiny.stream(r).read(events::add);
        assertThat(c.text()).isEqualTo(" Red.");
      }
    }
  }

  static EncodedImage circle() throws Exception {
    BufferedImage image = new BufferedImage(128, 128, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D g = image.createGraphics();
    g.setColor(new Color(128, 128, 128));
    g.fillRect(0, 0, 128, 128);
    g.setColor(new Color(220, 40, 40));
    g.fillOval(45, 45, 38, 38);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return EncodedImage.of(out.toByteArray(), "image/png", 128, 128);
  }
}
