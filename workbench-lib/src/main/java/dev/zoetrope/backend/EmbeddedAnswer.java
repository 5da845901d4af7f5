package dev.zoetrope.backend;

import ai.onnxruntime.OrtException;
import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.metrics.PromptForm;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One answer, from the prompt's parts to the end token: pixels of all pictures, then their
 * features, then the prompt, then token by token. Confined to one thread.
 */
final class EmbeddedAnswer {
  private final EmbeddedModel model;
  private final VlmRequest request;
  private final PromptForm.Pictures form;
  private final EmbeddedStop stop;
  private final EmbeddedReporter reporter;
  private final EmbeddedSampler sampler;
  private final EmbeddedDetokenizer detokenizer = new EmbeddedDetokenizer();

  EmbeddedAnswer(
      EmbeddedModel model,
      VlmRequest request,
      PromptForm.Pictures form,
      EmbeddedStop stop,
      EmbeddedReporter reporter) {
    this.model = model;
    this.request = request;
    this.form = form;
    this.stop = stop;
    this.reporter = reporter;
    sampler = new EmbeddedSampler(request.sampling());
  }

  /**
   * @throws EmbeddedStop.Stopped if it was stopped, sometimes as an OrtException
   */
  FinishReason run() throws OrtException {
    EmbeddedPrompt prompt = EmbeddedPrompt.of(request, model.tokenizer(), model.config(), form);
    reporter.prompt(prompt.ids().length, prompt.squares() * model.config().imageTokens());
    List<float[]> features = encode(pixels(prompt.pictures()));
    long from = reporter.now();
    float[] embeddings = model.embed(prompt.ids(), stop);
    splice(prompt.ids(), features, embeddings);
    try (EmbeddedDecoder decoder = model.decoder(stop)) {
      float[] scores = decoder.read(embeddings);
      reporter.prefilled(from);
      return decode(decoder, scores);
    }
  }

  /** All before the first encode, so that reading pictures is not counted as encoding them. */
  private List<List<EmbeddedRaster>> pixels(List<EmbeddedTiles> tiles) {
    List<List<EmbeddedRaster>> pixels = new ArrayList<>();
    for (ContentPart part : request.parts()) {
      if (part instanceof ContentPart.Image picture) {
        stop.check();
        EncodedImage image = picture.image();
        pixels.add(model.pixels().of(image, pixels.size(), tiles.get(pixels.size()), stop));
      }
    }
    return pixels;
  }

  private List<float[]> encode(List<List<EmbeddedRaster>> pixels) throws OrtException {
    List<float[]> features = new ArrayList<>();
    for (int i = 0; i < pixels.size(); i++) {
      List<FloatBuffer> planes = pixels.get(i).stream().distinct().map(model::planes).toList();
      try {
        long from = reporter.now();
        features.addAll(encode(planes, pixels.get(i).size()));
        reporter.encoded(from, i);
      } finally {
        planes.forEach(model::release);
      }
    }
    return features;
  }

  /** A tile that is alone is the whole as well, and looks alike. */
  private List<float[]> encode(List<FloatBuffer> planes, int squares) throws OrtException {
    List<float[]> seen = new ArrayList<>();
    for (FloatBuffer square : planes) {
      seen.add(model.encode(square, stop));
    }
    seen.addAll(Collections.nCopies(squares - seen.size(), seen.get(0)));
    return seen;
  }

  /** The n-th image token's embedding becomes the n-th row of all features. */
  private void splice(int[] ids, List<float[]> features, float[] embeddings) {
    int width = model.config().width();
    int rows = model.config().imageTokens();
    int row = 0;
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] == model.config().imageToken()) {
        float[] picture = features.get(row / rows);
        System.arraycopy(picture, row % rows * width, embeddings, i * width, width);
        row++;
      }
    }
  }

  private FinishReason decode(EmbeddedDecoder decoder, float[] first) throws OrtException {
    float[] scores = first;
    for (int count = 1; ; count++) {
      stop.check();
      int token = sampler.pick(scores);
      reporter.chosen(token);
      if (token == model.config().endToken()) {
        return ended(FinishReason.STOP);
      }
      reporter.delta(detokenizer.push(model.tokenizer().bytes(token)));
      if (count == request.sampling().maxTokens() || decoder.length() == model.config().context()) {
        return ended(FinishReason.LENGTH);
      }
      scores = decoder.read(token);
    }
  }

  private FinishReason ended(FinishReason reason) {
    reporter.delta(detokenizer.finish());
    return reason;
  }
}
