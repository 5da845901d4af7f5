package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zoetrope.media.EncodedImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;

/** What models/golden.py made, and questions about it. */
final class EmbeddedFixtures {
  static final EmbeddedFiles FILES = EmbeddedFiles.packaged();
  static final EmbeddedConfig CONFIG = EmbeddedConfig.read(FILES, EmbeddedVariant.FP32);

  private EmbeddedFixtures() {}

  static EmbeddedTokenizer tokenizer() {
    return new EmbeddedTokenizer(FILES.json("tokenizer.json"));
  }

  static byte[] bytes(String name) {
    try (InputStream in = EmbeddedFixtures.class.getResourceAsStream("embedded/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(name, e);
    }
  }

  static Stream<JsonNode> rows(String name) {
    try {
      JsonNode rows = new ObjectMapper().readTree(bytes(name));
      return StreamSupport.stream(rows.spliterator(), false);
    } catch (IOException e) {
      throw new IllegalStateException(name, e);
    }
  }

  static int[] ints(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }

  static EncodedImage picture(String name) {
    byte[] bytes = bytes("pictures/" + name);
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
      String mime = name.endsWith("png") ? "image/png" : "image/jpeg";
      return EncodedImage.of(bytes, mime, image.getWidth(), image.getHeight());
    } catch (IOException e) {
      throw new IllegalStateException(name, e);
    }
  }

  static VlmRequest request(JsonNode parts, Sampling sampling) {
    List<ContentPart> content = new ArrayList<>();
    for (JsonNode part : parts) {
      content.add(
          part.has("image")
              ? new ContentPart.Image(picture(part.get("image").asText()))
              : new ContentPart.Text(part.get("text").asText()));
    }
    return new VlmRequest(content, sampling);
  }

  static VlmRequest ask(String question, String... pictures) {
    List<ContentPart> content = new ArrayList<>();
    for (String name : pictures) {
      content.add(new ContentPart.Image(picture(name)));
    }
    content.add(new ContentPart.Text(question));
    return new VlmRequest(content, Sampling.greedy(24));
  }

  static VlmRequest fourFrames() {
    return ask("Which way does the red circle move?", "f0.png", "f1.png", "f2.png", "f3.png");
  }

  /** Long enough to be stopped in the middle: as many pictures as the context holds. */
  static VlmRequest manyPictures() {
    List<ContentPart> content = new ArrayList<>();
    ContentPart frame = new ContentPart.Image(picture("f0.png"));
    for (int i = 0; i < 100; i++) {
      content.add(frame);
    }
    content.add(new ContentPart.Text("Describe what happens."));
    return new VlmRequest(content, Sampling.greedy(24));
  }
}
