package dev.zoetrope.capture;

import dev.zoetrope.media.DidYouMean;
import dev.zoetrope.media.Frame;
import dev.zoetrope.metrics.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Draws each picture of a scene when it is asked for. Thread-safe. */
final class SyntheticSource implements Source {
  private static final Map<String, Scene.Maker> SCENES =
      new TreeMap<>(
          Map.of(
              "moving-shape", MovingShapes::of,
              "bounce", Bounce::of,
              "counter", Counter::of,
              "shapes", Shapes::of));

  private final String uri;
  private final Scene scene;
  private final Ticker ticker;

  private SyntheticSource(String uri, Scene scene, Ticker ticker) {
    this.uri = uri;
    this.scene = scene;
    this.ticker = ticker;
  }

  static Source open(SourceUri parsed, String uri, Ticker ticker) {
    return new SyntheticSource(uri, scene(parsed, uri), ticker);
  }

  static Scene scene(SourceUri parsed, String uri) {
    Scene.Maker maker = SCENES.get(parsed.body());
    if (maker == null) {
      throw new SourceException(
          "unknown_scheme",
          "There is no synthetic scene \""
              + parsed.body()
              + "\"."
              + DidYouMean.hint(parsed.body(), SCENES.keySet())
              + " Write one of "
              + String.join(", ", SCENES.keySet())
              + ".");
    }
    return maker.make(parsed, uri);
  }

  @Override
  public String uri() {
    return uri;
  }

  @Override
  public SourceInfo info() {
    Scene.Film film = scene.film();
    return new SourceInfo(
        film.width(),
        film.height(),
        Optional.of(film.start(film.frames())),
        OptionalDouble.of(film.fps()));
  }

  @Override
  public Frame frame(Duration time) {
    Scene.Film film = scene.film();
    int index = Math.min(film.at(time), film.frames() - 1);
    return scene.draw(index).toPlanes().frame(film.start(index), ticker.nanos());
  }

  @Override
  public Optional<Truth> truth() {
    return Optional.of(scene.truth());
  }

  @Override
  public void close() {
    // Nothing is held between two calls.
  }
}
