package dev.zoetrope.backend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * One user turn as tokens, in the chat form of the unsplit Idefics3 family: {@code
 * <|im_start|>User:} then pictures and words in their order, {@code <end_of_utterance>}, a line
 * break and {@code Assistant:}. A space stands after {@code User:} unless a picture does.
 *
 * @param ids the tokens
 * @param images how many pictures stand among them
 */
record EmbeddedPrompt(int[] ids, int images) {
  /** Around the image tokens of a picture stand two fences and the mark of an undivided picture. */
  private static final int FENCE_TOKENS = 3;

  /**
   * @throws BackendException.ContextOverflow if no room would be left for one token of answer
   */
  static EmbeddedPrompt of(VlmRequest request, EmbeddedTokenizer tokenizer, EmbeddedConfig config) {
    int pictures = request.imageCount() * (config.imageTokens() + FENCE_TOKENS);
    refuse(pictures + tokenizer.atLeast(letters(request)), "at least ", config);
    int[] ids = new Writer(tokenizer, config).write(request.parts());
    refuse(ids.length, "", config);
    return new EmbeddedPrompt(ids, request.imageCount());
  }

  private static int letters(VlmRequest request) {
    return request.parts().stream()
        .mapToInt(part -> part instanceof ContentPart.Text text ? text.text().length() : 0)
        .sum();
  }

  private static void refuse(int needed, String atLeast, EmbeddedConfig config) {
    if (needed < config.context()) {
      return;
    }
    throw new BackendException.ContextOverflow(
        "The prompt needs "
            + atLeast
            + needed
            + " tokens and the embedded model has room for "
            + (config.context() - 1)
            + ": shorten the text or send fewer pictures.",
        OptionalInt.of(needed),
        OptionalInt.of(config.context() - 1));
  }

  /** Collects words until a special token cuts them. */
  private static final class Writer {
    private final EmbeddedTokenizer tokenizer;
    private final EmbeddedConfig config;
    private final List<int[]> pieces = new ArrayList<>();
    private final StringBuilder words = new StringBuilder();

    Writer(EmbeddedTokenizer tokenizer, EmbeddedConfig config) {
      this.tokenizer = tokenizer;
      this.config = config;
    }

    int[] write(List<ContentPart> parts) {
      special("<|im_start|>");
      boolean pictureFirst = !parts.isEmpty() && parts.get(0) instanceof ContentPart.Image;
      words.append(pictureFirst ? "User:" : "User: ");
      parts.forEach(this::part);
      special("<end_of_utterance>");
      words.append("\nAssistant:");
      flush();
      return pieces.stream().flatMapToInt(Arrays::stream).toArray();
    }

    private void part(ContentPart part) {
      if (part instanceof ContentPart.Text text) {
        words.append(text.text());
      } else {
        picture();
      }
    }

    private void picture() {
      special("<fake_token_around_image>");
      special("<global-img>");
      pieces.add(IntStream.generate(config::imageToken).limit(config.imageTokens()).toArray());
      special("<fake_token_around_image>");
    }

    private void special(String name) {
      flush();
      pieces.add(new int[] {tokenizer.special(name)});
    }

    private void flush() {
      pieces.add(tokenizer.encode(words.toString()));
      words.setLength(0);
    }
  }
}
