package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One question, with all that was said before it. {@code new VlmRequest(parts, sampling)} is one
 * user turn; what more there is comes by the {@code with…} methods.
 *
 * @param parts pictures and words of the user's turn in the order in which the model shall see them
 * @param system what the model is told to be, before everything else
 * @param history earlier turns, oldest first
 * @param reasoning whether the model shall think before it answers
 * @param extras fields for the request's body that have no name here, as the server words them; an
 *     object is merged into an object of the same name, {@code null} takes a field out
 * @param streamed whether the answer shall come piece by piece; in one piece there is no first
 *     token to time
 * @param cache what it wants of the server's caches
 * @param recorded whether its exchange shall be told as {@link TokenEvent.Exchanged}
 * @param load for one of many that measure: the id to send as {@code X-Request-Id}. It is sent once
 *     and as it is, and nothing is asked of the server beside it
 */
public record VlmRequest(
    List<ContentPart> parts,
    Sampling sampling,
    Optional<String> system,
    List<Turn> history,
    Reasoning reasoning,
    Map<String, Object> extras,
    boolean streamed,
    CachePolicy cache,
    boolean recorded,
    Optional<String> load) {
  private static final Set<String> OWN_FIELDS =
      Set.of("model", "messages", "input", "contents", "stream");

  public VlmRequest {
    parts = List.copyOf(parts);
    requireNonNull(sampling, "sampling is null");
    requireNonNull(system, "system is null");
    history = List.copyOf(history);
    requireNonNull(reasoning, "reasoning is null");
    requireNonNull(cache, "cache is null");
    requireNonNull(load, "load is null");
    // Not Map.copyOf: a null takes a field out.
    extras = Collections.unmodifiableMap(new LinkedHashMap<>(extras));
  }

  /** The first of these fields that says what is asked, of whom, or how the answer comes. */
  static Optional<String> own(Map<String, Object> extras) {
    return extras.keySet().stream().filter(OWN_FIELDS::contains).findFirst();
  }

  /** One user turn, streamed, and nothing before it. */
  public VlmRequest(List<ContentPart> parts, Sampling sampling) {
    this(
        parts,
        sampling,
        Optional.empty(),
        List.of(),
        Reasoning.AS_THE_MODEL_DOES,
        Map.of(),
        true,
        CachePolicy.PLAIN,
        false,
        Optional.empty());
  }

  /** Whether a model thinks before it answers. */
  public enum Reasoning {
    /** Nothing is said about it. */
    AS_THE_MODEL_DOES,
    /** It is told to. */
    ON,
    /** It is told not to. */
    OFF
  }

  /** Who said something earlier. */
  public enum Speaker {
    /** The one who asks. */
    USER,
    /** The model. */
    MODEL
  }

  /** Something said earlier. */
  public record Turn(Speaker speaker, List<ContentPart> parts) {
    public Turn {
      requireNonNull(speaker, "speaker is null");
      parts = List.copyOf(parts);
    }
  }

  /** The same, told what the model shall be. */
  public VlmRequest withSystem(String words) {
    requireNonNull(words, "words is null");
    return new VlmRequest(
        parts,
        sampling,
        Optional.of(words),
        history,
        reasoning,
        extras,
        streamed,
        cache,
        recorded,
        load);
  }

  /** The same after these turns. */
  public VlmRequest withHistory(List<Turn> turns) {
    return new VlmRequest(
        parts, sampling, system, turns, reasoning, extras, streamed, cache, recorded, load);
  }

  /** The same with or without thinking. */
  public VlmRequest withReasoning(Reasoning wanted) {
    return new VlmRequest(
        parts, sampling, system, history, wanted, extras, streamed, cache, recorded, load);
  }

  /** The same with these fields in the request's body. */
  public VlmRequest withExtras(Map<String, Object> fields) {
    return new VlmRequest(
        parts, sampling, system, history, reasoning, fields, streamed, cache, recorded, load);
  }

  /** The same, answered in one piece. */
  public VlmRequest inOnePiece() {
    return new VlmRequest(
        parts, sampling, system, history, reasoning, extras, false, cache, recorded, load);
  }

  /** The same with another wish of the server's caches. */
  public VlmRequest withCache(CachePolicy wanted) {
    return new VlmRequest(
        parts, sampling, system, history, reasoning, extras, streamed, wanted, recorded, load);
  }

  /** The same, its exchange with the server told as {@link TokenEvent.Exchanged}. */
  public VlmRequest recording() {
    return new VlmRequest(
        parts, sampling, system, history, reasoning, extras, streamed, cache, true, load);
  }

  /** The same as one of many that measure, under this id. */
  public VlmRequest asLoad(String id) {
    requireNonNull(id, "id is null");
    return new VlmRequest(
        parts,
        sampling,
        system,
        history,
        reasoning,
        extras,
        streamed,
        cache,
        recorded,
        Optional.of(id));
  }

  /** The same question in other parts. */
  VlmRequest withParts(List<ContentPart> others) {
    return new VlmRequest(
        others, sampling, system, history, reasoning, extras, streamed, cache, recorded, load);
  }

  /** How many pictures it holds, those of earlier turns included. */
  public int imageCount() {
    return (int) images().count();
  }

  /** Its pictures, oldest first. */
  Stream<ContentPart.Image> images() {
    return everything()
        .filter(ContentPart.Image.class::isInstance)
        .map(ContentPart.Image.class::cast);
  }

  /** Its videos, oldest first. */
  Stream<ContentPart.Video> videos() {
    return everything()
        .filter(ContentPart.Video.class::isInstance)
        .map(ContentPart.Video.class::cast);
  }

  private Stream<ContentPart> everything() {
    return Stream.concat(history.stream().flatMap(turn -> turn.parts().stream()), parts.stream());
  }

  /** All turns, the question last. */
  List<Turn> turns() {
    return Stream.concat(history.stream(), Stream.of(new Turn(Speaker.USER, parts))).toList();
  }
}
