package dev.zoetrope.backend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.metrics.Timeline;
import dev.zoetrope.metrics.TokenUsage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/** A model that really looks at its pictures, on a server with one bad habit at a time. */
final class QuirkyVlm implements VlmBackend {
  static final int PICTURE = 20;
  static final int CONTEXT = 4000;

  /** What servers were seen to do. */
  enum Habit {
    NONE,
    BLIND,
    REFUSES_PICTURES,
    ONE_ONLY,
    AT_MOST_TEN_TOLD,
    AT_MOST_TEN_UNTOLD,
    KEEPS_THE_LAST_THREE,
    FUSES_NEIGHBOURS,
    BACKWARDS,
    CUTS_THE_PROMPT,
    NO_SEED,
    NO_CHANCE,
    NO_COUNTS,
    CACHES_PROMPTS,
    TAKES_VIDEO,
    DROPS_VIDEO,
    REFUSES_VIDEO,
    BROKE
  }

  private static final Map<Integer, String> COLOURS =
      Map.of(0xFF0000, "red", 0x00A000, "green", 0x0000FF, "blue", 0xFFFF00, "yellow");

  private final Habit habit;
  private final Set<String> prompts = new HashSet<>();
  private int asked;

  QuirkyVlm(Habit habit) {
    this.habit = habit;
  }

  int asked() {
    return asked;
  }

  @Override
  public BackendCard card() {
    return new BackendCard(
        "http://quirky:1#m",
        habit.name(),
        Optional.of("1.0"),
        "m",
        "quirky",
        OptionalInt.of(CONTEXT),
        OptionalInt.empty(),
        true,
        Optional.empty());
  }

  @Override
  public TokenStream stream(VlmRequest request) {
    boolean video = request.videos().findAny().isPresent();
    if (video && !habit.name().endsWith("_VIDEO")) {
      throw new BackendException.Unsupported("m takes no videos.");
    }
    return new TokenStream() {
      @Override
      public Completion read(Consumer<? super TokenEvent> sink) {
        asked++;
        return answer(request);
      }

      @Override
      public void close() {}
    };
  }

  private Completion answer(VlmRequest request) {
    List<EncodedImage> sent = request.images().map(ContentPart.Image::image).toList();
    refuse(sent.size());
    List<EncodedImage> seen = seen(request, sent);
    String words =
        request.parts().stream()
            .filter(ContentPart.Text.class::isInstance)
            .map(part -> ((ContentPart.Text) part).text())
            .collect(Collectors.joining(" "));
    int tokens = words.split("\\s+").length + PICTURE * seen.size() + clip(request);
    if (tokens > CONTEXT && habit != Habit.CUTS_THE_PROMPT) {
      throw new BackendException.ContextOverflow(
          "too long", OptionalInt.of(tokens), OptionalInt.of(CONTEXT));
    }
    boolean known = !prompts.add(words + sent.stream().map(EncodedImage::sha256).toList());
    return told(said(request.sampling(), seen), Math.min(tokens, CONTEXT), known);
  }

  private int clip(VlmRequest request) {
    boolean sent = request.videos().findAny().isPresent();
    if (sent && habit == Habit.REFUSES_VIDEO) {
      throw new BackendException.Rejected(400, "no clips, please");
    }
    return sent && habit == Habit.TAKES_VIDEO ? 7 * PICTURE : 0;
  }

  private void refuse(int pictures) {
    if (habit == Habit.BROKE) {
      throw new BackendException.QuotaExceeded("no credit");
    }
    if (habit == Habit.REFUSES_PICTURES && pictures > 0) {
      throw new BackendException.NotVision("m takes no pictures; choose another.");
    }
    if (habit == Habit.ONE_ONLY && pictures > 1) {
      throw new BackendException.TooManyImages("one, please", 1);
    }
    if (habit == Habit.AT_MOST_TEN_TOLD && pictures > 10) {
      throw new BackendException.TooManyImages("ten, please", 10);
    }
    if (habit == Habit.AT_MOST_TEN_UNTOLD && pictures > 10) {
      throw new BackendException.Rejected(500, "oops");
    }
  }

  private List<EncodedImage> seen(VlmRequest request, List<EncodedImage> sent) {
    List<EncodedImage> seen = new ArrayList<>(sent);
    switch (habit) {
      case BLIND -> seen.clear();
      case BACKWARDS -> Collections.reverse(seen);
      case KEEPS_THE_LAST_THREE -> seen.subList(0, Math.max(0, seen.size() - 3)).clear();
      case FUSES_NEIGHBOURS -> {
        boolean split =
            request.parts().size() < 2 || request.parts().get(1) instanceof ContentPart.Text;
        seen.subList(0, split ? 0 : seen.size() / 2).clear();
      }
      default -> {}
    }
    return seen;
  }

  private String said(Sampling sampling, List<EncodedImage> seen) {
    String colours = seen.stream().map(QuirkyVlm::colour).collect(Collectors.joining(", "));
    if (sampling.temperature() == 0 || habit == Habit.NO_CHANCE) {
      return colours;
    }
    return colours + " " + (habit == Habit.NO_SEED ? asked : sampling.seed());
  }

  private static String colour(EncodedImage image) {
    try {
      BufferedImage pixels = ImageIO.read(new ByteArrayInputStream(image.bytes()));
      int middle = pixels.getRGB(image.width() / 2, image.height() / 2) & 0xFFFFFF;
      return COLOURS.getOrDefault(middle, "grey");
    } catch (IOException e) {
      throw new UncheckedIOException(new String(image.bytes(), ISO_8859_1), e);
    }
  }

  private Completion told(String text, int tokens, boolean known) {
    TokenUsage usage =
        habit == Habit.NO_COUNTS
            ? TokenUsage.unknown()
            : new TokenUsage(
                OptionalInt.of(tokens),
                OptionalInt.of(known && habit == Habit.CACHES_PROMPTS ? tokens - 1 : 0),
                OptionalInt.of(1),
                OptionalInt.empty());
    return new Completion(text, FinishReason.STOP, usage, Optional.empty(), line());
  }

  private static Timeline line() {
    return new Timeline(
        Timeline.Origin.CLIENT,
        0,
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        List.of(1_000_000L),
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  @Override
  public void close() {}
}
