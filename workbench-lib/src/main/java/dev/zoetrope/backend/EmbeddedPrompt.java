package dev.zoetrope.backend;

import dev.zoetrope.metrics.PromptForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * One user turn as tokens, in the chat form of the Idefics3 family: {@code <|im_start|>User:} then
 * pictures and words in their order, {@code <end_of_utterance>}, a line break and {@code
 * Assistant:}. A space stands after {@code User:} unless a picture does.
 *
 * @param ids the tokens
 * @param pictures how each picture that stands among them is divided
 */
record EmbeddedPrompt(int[] ids, List<EmbeddedTiles> pictures) {
  /** Before a square's image tokens stand a fence and its mark. */
  private static final int FENCE_TOKENS = 2;

  /**
   * @throws BackendException.ContextOverflow if no room would be left for one token of answer
   */
  static EmbeddedPrompt of(
      VlmRequest request,
      EmbeddedTokenizer tokenizer,
      EmbeddedConfig config,
      PromptForm.Pictures form) {
    List<EmbeddedTiles> pictures = pictures(request, config.processor(), form);
    int fenced = squares(pictures) * (config.imageTokens() + FENCE_TOKENS) + pictures.size();
    refuse(fenced + tokenizer.atLeast(letters(request)), "at least ", config);
    int[] ids = new Writer(tokenizer, config, pictures).write(request.parts());
    refuse(ids.length, "", config);
    return new EmbeddedPrompt(ids, pictures);
  }

  private static List<EmbeddedTiles> pictures(
      VlmRequest request, EmbeddedProcessor processor, PromptForm.Pictures form) {
    return request
        .images()
        .map(ContentPart.Image::image)
        .map(image -> processor.tiles(image.width(), image.height(), form))
        .toList();
  }

  private static int squares(List<EmbeddedTiles> pictures) {
    return pictures.stream().mapToInt(EmbeddedTiles::squares).sum();
  }

  /** All that the encoder is to see. */
  int squares() {
    return squares(pictures);
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
    private final Iterator<EmbeddedTiles> pictures;
    private final List<int[]> pieces = new ArrayList<>();
    private final StringBuilder words = new StringBuilder();

    Writer(EmbeddedTokenizer tokenizer, EmbeddedConfig config, List<EmbeddedTiles> pictures) {
      this.tokenizer = tokenizer;
      this.config = config;
      this.pictures = pictures.iterator();
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
        picture(pictures.next());
      }
    }

    private void picture(EmbeddedTiles tiles) {
      for (int row = 1; row <= tiles.rows(); row++) {
        for (int column = 1; column <= tiles.columns(); column++) {
          square("<row_" + row + "_col_" + column + ">");
        }
        words.append('\n');
      }
      words.append(tiles.isWhole() ? "" : "\n");
      square("<global-img>");
      special("<fake_token_around_image>");
    }

    private void square(String mark) {
      special("<fake_token_around_image>");
      mark(mark);
      flush();
      pieces.add(IntStream.generate(config::imageToken).limit(config.imageTokens()).toArray());
    }

    /** A place that the vocabulary has no token for is plain words to the reference, too. */
    private void mark(String name) {
      if (tokenizer.has(name)) {
        special(name);
      } else {
        words.append(name);
      }
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
