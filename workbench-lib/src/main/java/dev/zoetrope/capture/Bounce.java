package dev.zoetrope.capture;

import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;

/** A ball that falls and bounces on the ground; how often is the truth. */
final class Bounce implements Scene {
  private static final double GROUND = 0.85;
  private static final double DROP = 0.55;

  private final String uri;
  private final Film film;
  private final Truth.Shape ball;
  private final int bounces;

  private Bounce(String uri, Film film, int bounces, Paint paint) {
    this.uri = uri;
    this.film = film;
    this.bounces = bounces;
    List<Truth.Place> path =
        IntStream.range(0, film.frames()).mapToObj(i -> place(film.progress(i) * bounces)).toList();
    this.ball = new Truth.Shape(paint.word(), "circle", "small", "bounces", path);
  }

  static Scene of(SourceUri uri, String text) {
    Film film = Film.of(uri, "bounces");
    Random random = new Random(film.seed());
    Paint paint = Paint.SHAPES.get(random.nextInt(6));
    int drawn = 2 + random.nextInt(4);
    return new Bounce(text, film, uri.whole("bounces", drawn, 1, 50), paint);
  }

  /** Starts and ends at the top; hits the ground at 0.5, 1.5, … */
  private static Truth.Place place(double fall) {
    double fromGround = fall - Math.floor(fall) - 0.5;
    double height = 4 * fromGround * fromGround;
    return new Truth.Place(0.5, GROUND - Figure.radius("small") / 4096.0 - DROP * height);
  }

  @Override
  public Film film() {
    return film;
  }

  @Override
  public Raster draw(int index) {
    Raster raster = new Raster(film.width(), film.height(), Paint.LIGHT);
    Ground.floored(Paint.LIGHT, (int) Math.round(GROUND * 4096)).draw(raster, 0, 0);
    Raster.Spot spot = Raster.Spot.of(raster, ball.path().get(index));
    raster.fill(Figure.CIRCLE, spot, Figure.radius("small"), Paint.named(ball.colour()));
    return film.grained(raster, index);
  }

  @Override
  public Truth truth() {
    return new Truth(
        uri,
        film.width(),
        film.height(),
        film.fps(),
        film.frames(),
        Paint.LIGHT.word(),
        "none",
        List.of(ball),
        OptionalInt.of(bounces));
  }
}
