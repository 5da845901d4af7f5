package dev.zoetrope.capture;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The films on which the embedded model was trained: no shape to four, which rest, glide, bounce,
 * come or go before plain, shaded or patterned backgrounds, sometimes under a camera that pans.
 */
final class Shapes implements Scene {
  private final String uri;
  private final Film film;
  private final Stage stage;

  private Shapes(String uri, Film film, Stage stage) {
    this.uri = uri;
    this.film = film;
    this.stage = stage;
  }

  static Scene of(SourceUri uri, String text) {
    Film film = Film.of(uri);
    Stage cast = Casting.stage(film.seed());
    boolean asked = uri.parameters().containsKey("noise");
    int grain = asked ? film.grain() : cast.grain();
    return new Shapes(
        text, film, new Stage(cast.ground(), cast.actors(), grain, cast.panX(), cast.panY()));
  }

  @Override
  public Film film() {
    return film;
  }

  @Override
  public Raster draw(int index) {
    return stage.draw(film, index);
  }

  @Override
  public Truth truth() {
    List<Truth.Shape> shapes = stage.actors().stream().map(this::shape).toList();
    OptionalInt bounces =
        stage.actors().stream().mapToInt(Actor::bounces).filter(times -> times > 0).findFirst();
    return new Truth(
        uri,
        film.width(),
        film.height(),
        film.fps(),
        film.frames(),
        stage.ground().first().word(),
        camera(),
        shapes,
        bounces);
  }

  private String camera() {
    int x = stage.panX();
    int y = stage.panY();
    return x > 0 ? "right" : x < 0 ? "left" : y > 0 ? "down" : y < 0 ? "up" : "none";
  }

  private Truth.Shape shape(Actor actor) {
    List<Truth.Place> path = frames().mapToObj(progress -> place(actor, progress)).toList();
    int[] seen = frames().filter(actor::visible).toArray();
    int first = seen.length == 0 ? 0 : indexOf(seen[0]);
    return new Truth.Shape(
        actor.paint().word(),
        actor.figure().word(),
        actor.size(),
        actor.direction(),
        path,
        first,
        first + seen.length);
  }

  private IntStream frames() {
    return IntStream.range(0, film.frames()).map(i -> Stage.progress(i, film.frames()));
  }

  private int indexOf(int progress) {
    return (int) frames().takeWhile(other -> other < progress).count();
  }

  private Truth.Place place(Actor actor, int progress) {
    return new Truth.Place(stage.x(actor, progress) / 4096.0, stage.y(actor, progress) / 4096.0);
  }
}
