package dev.zoetrope.ruler;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.ContentPart;
import dev.zoetrope.backend.Sampling;
import dev.zoetrope.backend.VlmRequest;
import dev.zoetrope.media.EncodedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * A load's questions: the same seed, the same bytes.
 *
 * @param text asked each time; empty for words drawn by the seed, others for each question
 * @param words how many are drawn, about as many tokens
 * @param images stand before the text of each question
 * @param maxTokens of each answer
 */
public record LoadPrompts(
    Optional<String> text, int words, List<EncodedImage> images, int maxTokens, long seed)
    implements IntFunction<VlmRequest> {
  /** Short and common: most tokenizers have one token for each. */
  private static final String[] WORDS =
      ("the of and to in is was for on with as by at from it an be this are not but had his they"
              + " one you were all her she there would their we him been has when who will no more"
              + " if out so up said what its about than into them can only other time new some")
          .split(" ");

  public LoadPrompts {
    requireNonNull(text, "text is null");
    images = List.copyOf(images);
    if (words < 1) {
      throw new IllegalArgumentException("--prompt-tokens must be at least 1, is " + words);
    }
  }

  @Override
  public VlmRequest apply(int number) {
    List<ContentPart> parts = new ArrayList<>();
    images.forEach(image -> parts.add(new ContentPart.Image(image)));
    parts.add(new ContentPart.Text(text.orElseGet(() -> drawn(number))));
    return new VlmRequest(parts, Sampling.greedy(maxTokens));
  }

  private String drawn(int number) {
    return new Random(seed * 1_000_003 + number)
        .ints(words, 0, WORDS.length)
        .mapToObj(i -> WORDS[i])
        .collect(Collectors.joining(" "));
  }
}
