package dev.zoetrope.experiment;

import dev.zoetrope.backend.BackendCard;
import dev.zoetrope.backend.BackendException;
import dev.zoetrope.backend.Capabilities;
import dev.zoetrope.backend.Trait;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.capture.FrameEncoder;
import dev.zoetrope.capture.Source;
import dev.zoetrope.capture.SourceException;
import dev.zoetrope.media.Frame;
import dev.zoetrope.media.Window;
import dev.zoetrope.temporal.EncodingException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What of a plan can be asked at all: sources that open and are long enough, ways to show a window
 * that fit it, backends that are there and take so many pictures. Nothing is asked for it.
 */
final class Feasible {
  private final Plan plan;
  private final Map<Integer, VlmBackend> backends = new HashMap<>();
  private final Map<Integer, String> noSource = new HashMap<>();
  private final Map<Integer, String> noBackend = new HashMap<>();
  private final Map<List<Integer>, String> noFrames = new HashMap<>();
  private final Map<List<Integer>, String> notShown = new HashMap<>();
  private final Map<List<Integer>, Integer> pictures = new HashMap<>();
  private final Map<List<Integer>, Optional<String>> hurdles = new ConcurrentHashMap<>();

  private Feasible(Plan plan) {
    this.plan = plan;
  }

  /**
   * Finds it out.
   *
   * @throws BackendException.UnknownBackend if the name of a backend means nothing
   * @throws BackendException.BadSettings if {@code backends.yaml} is wrong
   */
  static Feasible of(
      Plan plan, Sight sight, Function<String, VlmBackend> connect, FrameEncoder encoder) {
    Feasible feasible = new Feasible(plan);
    Plan.Axes axes = plan.axes();
    IntStream.range(0, axes.backends().size()).forEach(i -> feasible.connect(i, connect));
    IntStream.range(0, axes.sources().size()).forEach(i -> feasible.look(i, sight));
    for (int window = 0; window < axes.windows().size(); window++) {
      for (int encoding = 0; encoding < axes.encodings().size(); encoding++) {
        feasible.show(window, encoding, encoder);
      }
    }
    return feasible;
  }

  private void connect(int index, Function<String, VlmBackend> connect) {
    try {
      backends.put(index, connect.apply(plan.axes().backends().get(index)));
    } catch (BackendException.UnknownBackend | BackendException.BadSettings e) {
      throw e;
    } catch (BackendException e) {
      noBackend.put(index, e.getMessage());
    }
  }

  private void look(int index, Sight sight) {
    try {
      Source source = sight.source(plan.axes().sources().get(index).uri());
      requireRecording(source);
      Optional<Duration> length = source.info().duration();
      length.ifPresent(end -> windows(index, source.uri(), end));
    } catch (SourceException e) {
      noSource.put(index, e.getMessage());
    }
  }

  /** The same frames must be there again for every backend, and when the run goes on tomorrow. */
  private static void requireRecording(Source source) {
    try {
      source.subscribe().close();
    } catch (SourceException e) {
      return;
    }
    throw new SourceException(
        "live", source.uri() + " is live: record it first, and put the clip into the plan.");
  }

  private void windows(int source, String uri, Duration end) {
    for (int window = 0; window < plan.axes().windows().size(); window++) {
      List<Duration> times = plan.axes().windows().get(window).times();
      Duration last = times.get(times.size() - 1);
      if (last.compareTo(end) > 0) {
        noFrames.put(
            List.of(source, window),
            uri + " ends at " + end.toMillis() + " ms, before " + last.toMillis() + " ms");
      }
    }
  }

  /** With frames of nothing: how many pictures come out does not depend on what is in them. */
  private void show(int window, int encoding, FrameEncoder encoder) {
    List<Integer> way = List.of(window, encoding);
    try {
      Window blank = blank(plan.axes().windows().get(window));
      pictures.put(
          way, plan.axes().encodings().get(encoding).encode(blank, encoder).images().size());
    } catch (EncodingException e) {
      notShown.put(way, String.valueOf(e.getMessage()));
    }
  }

  private static Window blank(Plan.PlannedWindow window) {
    List<Frame> frames =
        window.times().stream()
            .map(time -> Frame.of(64, 64, new byte[Frame.size(64, 64)], time, 0))
            .toList();
    return new Window("synthetic:nothing", frames, window.spacing());
  }

  boolean isThere(int backend) {
    return !noBackend.containsKey(backend);
  }

  /** One that is there. */
  VlmBackend backend(int index) {
    return Optional.ofNullable(backends.get(index)).orElseThrow();
  }

  /** A sentence for each backend that is not there or cannot get ready, and each such source. */
  List<String> missing() {
    return Stream.concat(noBackend.values().stream(), noSource.values().stream()).toList();
  }

  /** A backend turned out not to get ready. */
  void leaveOut(int backend, String why) {
    noBackend.put(backend, why);
  }

  int pictures(Cell.Place at) {
    return pictures.getOrDefault(List.of(at.window(), at.encoding()), 0);
  }

  /** Why a request cannot be sent; empty if it can. What is asked does not matter for it. */
  Optional<String> hurdle(Cell.Place at) {
    return hurdles.computeIfAbsent(
        List.of(at.source(), at.window(), at.encoding(), at.backend()), key -> found(at));
  }

  private Optional<String> found(Cell.Place at) {
    return Optional.ofNullable(noBackend.get(at.backend()))
        .or(() -> Optional.ofNullable(noSource.get(at.source())))
        .or(() -> Optional.ofNullable(noFrames.get(List.of(at.source(), at.window()))))
        .or(() -> Optional.ofNullable(notShown.get(List.of(at.window(), at.encoding()))))
        .or(() -> refusal(backend(at.backend()), at));
  }

  /** As far as it is known without asking. */
  private Optional<String> refusal(VlmBackend backend, Cell.Place at) {
    int count = pictures(at);
    BackendCard card = backend.card();
    Capabilities proven = backend.capabilities();
    String name = plan.axes().backends().get(at.backend());
    if (!card.vision() || proven.isRefuted(Trait.PICTURES)) {
      return Optional.of(name + " takes no pictures");
    }
    if (count > 1 && proven.isRefuted(Trait.SEVERAL_PICTURES)) {
      return Optional.of(name + " takes one picture only, as a probe found out");
    }
    OptionalInt most = most(card.maxImages(), proven.maxImages());
    return most.isPresent() && count > most.getAsInt()
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "%s takes %d pictures at most, %s makes %d",
                name,
                most.getAsInt(),
                plan.axes().encodings().get(at.encoding()).name(),
                count))
        : Optional.empty();
  }

  private static OptionalInt most(OptionalInt told, OptionalInt proven) {
    return IntStream.concat(told.stream(), proven.stream()).min();
  }
}
