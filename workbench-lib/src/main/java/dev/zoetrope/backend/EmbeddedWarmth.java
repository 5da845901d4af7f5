package dev.zoetrope.backend;

import ai.onnxruntime.OrtException;
import dev.zoetrope.backend.BackendException.ModelUnavailable;
import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.metrics.PromptForm;
import dev.zoetrope.metrics.Ticker;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Asks a fresh model about blank pictures, so that the first question is answered like the next.
 */
final class EmbeddedWarmth {
  /** Each has a reader to load; from the third answer on a JVM answers at its usual pace. */
  private static final List<String> FORMATS = List.of("jpeg", "png", "jpeg");

  private static final int SIZE = 128;
  private static final int TOKENS = 8;

  private EmbeddedWarmth() {}

  /**
   * @throws ModelUnavailable if it cannot answer; then it is closed
   */
  static void warm(EmbeddedModel model) {
    try (EmbeddedStop stop = new EmbeddedStop()) {
      EmbeddedReporter nobody = new EmbeddedReporter(Ticker.system(), event -> {});
      for (String format : FORMATS) {
        new EmbeddedAnswer(model, question(format), PromptForm.Pictures.WHOLE, stop, nobody).run();
      }
    } catch (OrtException | IOException | RuntimeException e) {
      model.close();
      throw new ModelUnavailable("The embedded model cannot run: " + e.getMessage(), e);
    }
  }

  private static VlmRequest question(String format) throws IOException {
    ContentPart picture = new ContentPart.Image(blank(format));
    ContentPart words = new ContentPart.Text("Describe the image.");
    return new VlmRequest(List.of(picture, words), Sampling.greedy(TOKENS));
  }

  private static EncodedImage blank(String format) throws IOException {
    BufferedImage black = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_3BYTE_BGR);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageIO.write(black, format, stream);
    }
    return EncodedImage.of(out.toByteArray(), "image/" + format, SIZE, SIZE);
  }
}
