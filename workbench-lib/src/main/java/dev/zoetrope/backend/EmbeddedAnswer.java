package dev.zoetrope.backend;

import ai.onnxruntime.OrtException;
import dev.zoetrope.media.EncodedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * One answer, from the prompt's parts to the end token: pixels of all pictures, then their
 * features, then the prompt, then token by token. Confined to one thread.
 */
final class EmbeddedAnswer {
  private final EmbeddedModel model;
  private final VlmRequest request;
  private final EmbeddedStop stop;
  private final EmbeddedReporter reporter;
  private final EmbeddedSampler sampler;
  private final EmbeddedDetokenizer detokenizer = new EmbeddedDetokenizer();

  EmbeddedAnswer(
      EmbeddedModel model, VlmRequest request, EmbeddedStop stop, EmbeddedReporter reporter) {
    this.model = model;
    this.request = request;
    this.stop = stop;
    this.reporter = reporter;
    sampler = new EmbeddedSampler(request.sampling());
  }

  /**
   * @throws EmbeddedStop.Stopped if it was stopped, sometimes as an OrtException
   */
  FinishReason run() throws OrtException {
    EmbeddedPrompt prompt = EmbeddedPrompt.of(request, model.tokenizer(), model.config());
    reporter.prompt(prompt.ids().length, prompt.images() * model.config().imageTokens());
    List<float[]> features = encode(pixels());
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
  private List<float[]> pixels() {
    List<float[]> pixels = new ArrayList<>();
    for (ContentPart part : request.parts()) {
      if (part instanceof ContentPart.Image picture) {
        stop.check();
        EncodedImage image = picture.image();
        pixels.add(model.pixels().of(image, pixels.size(), stop));
      }
    }
    return pixels;
  }

  private List<float[]> encode(List<float[]> pixels) throws OrtException {
    List<float[]> features = new ArrayList<>();
    for (float[] planes : pixels) {
      long from = reporter.now();
      features.add(model.encode(planes, stop));
      reporter.encoded(from, features.size() - 1);
    }
    return features;
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
      scores = decoder.read(model.embed(new int[] {token}, stop));
    }
  }

  private FinishReason ended(FinishReason reason) {
    reporter.delta(detokenizer.finish());
    return reason;
  }
}
