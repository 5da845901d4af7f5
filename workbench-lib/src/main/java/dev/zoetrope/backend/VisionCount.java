package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.metrics.TokenUsage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.Response;

/**
 * How many of a prompt's tokens were pictures, for a server that does not say: the prompt's tokens
 * less those of the same words without pictures. Counted after the answer has ended, so that it is
 * in no latency, for as long as a small question may take and no longer, and once for each text. A
 * server that does not count in time is not asked again. Where a server is known to leave pictures
 * out, what one picture costs is counted too, and an answer that saw fewer is a failure.
 *
 * <p>One for each answer. {@link #cancel()} may come from any thread.
 */
final class VisionCount {
  private static final int BODY = 1 << 20;

  private final Dialect dialect;
  private final WireErrors errors;
  private final VisionMemory memory;
  private final Duration within;
  private final Function<Counting, Call> calls;
  private volatile Optional<Call> running = Optional.empty();
  private volatile boolean cancelled;

  VisionCount(
      Dialect dialect,
      WireErrors errors,
      VisionMemory memory,
      Duration within,
      Function<Counting, Call> calls) {
    this.dialect = dialect;
    this.errors = errors;
    this.memory = memory;
    this.within = within;
    this.calls = calls;
  }

  void cancel() {
    cancelled = true;
    running.ifPresent(Call::cancel);
  }

  /**
   * The answer with its vision tokens, where they can be known.
   *
   * @throws BackendException.PicturesLost if the model cannot have seen every picture
   */
  Completion completed(Completion told, VlmRequest request) throws InterruptedException {
    TokenUsage usage = told.usage();
    if (request.imageCount() == 0
        || request.videos().findAny().isPresent()
        || request.load().isPresent()
        || usage.prompt().isEmpty()
        || usage.vision().isPresent()) {
      return told;
    }
    OptionalInt words = words(request);
    if (words.isEmpty()) {
      return told;
    }
    int vision = usage.prompt().getAsInt() - words.getAsInt();
    if (vision < request.imageCount() && !dialect.countsPictures()) {
      return told;
    }
    if (vision < request.imageCount()) {
      throw errors.picturesLost(request.imageCount(), Math.max(0, vision));
    }
    refuseLoss(request, words.getAsInt(), vision);
    return told.withUsage(usage.withVisionByDifference(vision));
  }

  private OptionalInt words(VlmRequest request) throws InterruptedException {
    VlmRequest bare = withPictures(request, 0);
    OptionalInt known = memory.ofWords(bare);
    OptionalInt tokens = known.isPresent() ? known : count(bare);
    tokens.ifPresent(count -> memory.words(bare, count));
    return tokens;
  }

  private void refuseLoss(VlmRequest request, int words, int vision) throws InterruptedException {
    if (!dialect.losesPictures() || request.imageCount() < 2 || !request.history().isEmpty()) {
      return;
    }
    EncodedImage first = request.images().findFirst().orElseThrow().image();
    OptionalInt known = memory.ofPicture(first);
    OptionalInt one = known.isPresent() ? known : onePicture(request, words);
    if (one.isEmpty() || one.getAsInt() < 1 || !alike(request)) {
      return;
    }
    memory.picture(first, one.getAsInt());
    long expected = (long) one.getAsInt() * request.imageCount();
    if (vision + one.getAsInt() / 2 < expected) {
      throw errors.picturesLost(request.imageCount(), Math.max(0, vision / one.getAsInt()));
    }
  }

  private OptionalInt onePicture(VlmRequest request, int words) throws InterruptedException {
    OptionalInt tokens = count(withPictures(request, 1));
    return tokens.isPresent() ? OptionalInt.of(tokens.getAsInt() - words) : tokens;
  }

  /** Pictures of one size cost the same; of others nothing is known. */
  private static boolean alike(VlmRequest request) {
    return request
            .images()
            .map(i -> i.image().width() + "x" + i.image().height())
            .distinct()
            .count()
        == 1;
  }

  /** The same words with only so many of the pictures, and only what bears on the prompt. */
  private static VlmRequest withPictures(VlmRequest request, int most) {
    Stream<ContentPart> images =
        request.parts().stream().filter(ContentPart.Image.class::isInstance);
    return new VlmRequest(
        Stream.concat(images.limit(most), words(request.parts()).stream()).toList(),
        Sampling.greedy(1),
        request.system(),
        request.history().stream()
            .map(turn -> new VlmRequest.Turn(turn.speaker(), words(turn.parts())))
            .toList(),
        request.reasoning(),
        request.extras(),
        false,
        request.cache(),
        false,
        Optional.empty());
  }

  private static List<ContentPart> words(List<ContentPart> parts) {
    return parts.stream().filter(ContentPart.Text.class::isInstance).toList();
  }

  private OptionalInt count(VlmRequest request) throws InterruptedException {
    Optional<Counting> counting = dialect.counting(request);
    if (counting.isEmpty() || memory.isSilent() || cancelled) {
      return OptionalInt.empty();
    }
    Call call = calls.apply(counting.get());
    call.timeout().timeout(within.toNanos(), TimeUnit.NANOSECONDS);
    running = Optional.of(call);
    try (Response response = call.execute()) {
      String body = HttpText.of(response, BODY, within);
      OptionalInt tokens =
          Optional.of(body)
              .filter(b -> response.isSuccessful())
              .flatMap(WireJson::object)
              .map(this::counted)
              .orElse(OptionalInt.empty());
      if (tokens.isEmpty()) {
        memory.silent();
      }
      return tokens;
    } catch (IOException e) {
      return uncounted(call);
    } finally {
      running = Optional.empty();
    }
  }

  private OptionalInt counted(JsonNode answer) {
    return dialect.counted(answer);
  }

  /** The answer is there; that its pictures could not be counted does not make it less true. */
  private OptionalInt uncounted(Call call) throws InterruptedException {
    if (Thread.interrupted()) {
      call.cancel();
      throw new InterruptedException("interrupted while the prompt's tokens were counted");
    }
    if (!cancelled) {
      memory.silent();
    }
    return OptionalInt.empty();
  }
}
