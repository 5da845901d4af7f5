package dev.zoetrope.backend;

import dev.zoetrope.metrics.CacheState;
import dev.zoetrope.metrics.ServerTimings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a request looks like that wants this of a server's caches.
 *
 * @param request the question, changed where the server forgets by nothing less
 * @param fields orders to the server, beneath the user's own extras
 * @param means what was done, in words
 * @param flush whether the server shall be told to forget everything before
 */
record CacheRules(
    VlmRequest request, Map<String, Object> fields, List<String> means, boolean flush) {
  /**
   * Applies a request's policy.
   *
   * @param salt unique to the request
   */
  static CacheRules of(Dialect dialect, VlmRequest request, long salt) {
    boolean chat = dialect instanceof OpenAiDialect;
    WireServer.Engine engine = dialect.server().engine();
    return switch (request.cache()) {
      case LIVE -> left(request);
      case WARM -> ordered(request, engine == WireServer.Engine.LLAMA_CPP && chat, true);
      case PLAIN ->
          chat && engine == WireServer.Engine.VLLM
              ? salted(request, salt)
              : ordered(request, engine == WireServer.Engine.LLAMA_CPP && chat, false);
      case COLD -> cold(engine, chat, request, salt);
    };
  }

  private static CacheRules left(VlmRequest request) {
    return new CacheRules(request, Map.of(), List.of(), false);
  }

  /** llama-server keeps no other cache than this one: a repeated picture is encoded again. */
  private static CacheRules ordered(VlmRequest request, boolean known, boolean wanted) {
    return known
        ? new CacheRules(
            request, Map.of("cache_prompt", wanted), List.of("cache_prompt: " + wanted), false)
        : left(request);
  }

  private static CacheRules salted(VlmRequest request, long salt) {
    return new CacheRules(
        request, Map.of("cache_salt", Long.toHexString(salt)), List.of("cache_salt"), false);
  }

  private static CacheRules cold(
      WireServer.Engine engine, boolean chat, VlmRequest request, long salt) {
    return switch (engine) {
      case ANTHROPIC -> left(request);
      case LLAMA_CPP -> chat ? ordered(request, true, false) : changed(request, salt, true);
      case VLLM -> vllm(chat, request, salt);
      default -> changed(request, salt, true).flushed(engine == WireServer.Engine.SGLANG);
    };
  }

  /** Its salt is for prompts alone; pictures are known by their pixels. */
  private static CacheRules vllm(boolean chat, VlmRequest request, long salt) {
    if (!chat) {
      return changed(request, salt, true);
    }
    CacheRules pixels = changed(request, salt, false);
    List<String> means = new ArrayList<>(List.of("cache_salt"));
    means.addAll(pixels.means());
    return new CacheRules(pixels.request(), salted(request, salt).fields(), means, false);
  }

  private CacheRules flushed(boolean flush) {
    return new CacheRules(request, fields, means, flush);
  }

  /** Unique letters first, for a cache holds what two prompts begin with; and other pixels. */
  private static CacheRules changed(VlmRequest request, long salt, boolean letters) {
    List<String> means = new ArrayList<>();
    VlmRequest asked = request;
    if (letters) {
      means.add("unique letters first");
      asked = lettered(request, "[" + Long.toHexString(salt) + "] ");
    }
    if (request.imageCount() > 0) {
      means.add("other pixels in a corner");
      asked = asked.withParts(pixels(asked.parts(), salt));
    }
    if (request.videos().findAny().isPresent()) {
      means.add("videos as they are");
    }
    return new CacheRules(asked, Map.of(), means, false);
  }

  private static VlmRequest lettered(VlmRequest request, String letters) {
    Optional<String> system = request.system();
    if (system.isPresent()) {
      return request.withSystem(letters + system.get());
    }
    if (!request.history().isEmpty()) {
      List<VlmRequest.Turn> turns = new ArrayList<>(request.history());
      turns.set(0, new VlmRequest.Turn(turns.get(0).speaker(), led(turns.get(0).parts(), letters)));
      return request.withHistory(turns);
    }
    return request.withParts(led(request.parts(), letters));
  }

  private static List<ContentPart> led(List<ContentPart> parts, String letters) {
    List<ContentPart> all = new ArrayList<>(parts);
    all.add(0, new ContentPart.Text(letters));
    return all;
  }

  private static List<ContentPart> pixels(List<ContentPart> parts, long salt) {
    List<ContentPart> all = new ArrayList<>();
    for (ContentPart part : parts) {
      all.add(
          part instanceof ContentPart.Image picture
              ? new ContentPart.Image(picture.image().salted(salt + all.size()), picture.detail())
              : part);
    }
    return all;
  }

  /** The body's fields beside the dialect's own: these orders, then what the user wants. */
  Map<String, Object> extras() {
    Map<String, Object> all = new LinkedHashMap<>(fields);
    all.putAll(request.extras());
    return all;
  }

  /** What the answer shows of it. */
  CacheState state(Completion told) {
    return CacheState.of(
        CacheState.wanted(request.cache()),
        means,
        told.usage().cached().isPresent()
            ? told.usage().cached()
            : told.serverTimings().map(ServerTimings::cachedTokens).orElse(OptionalInt.empty()));
  }
}
