package dev.zoetrope.capture;

import dev.zoetrope.media.DidYouMean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * One or two shapes that glide evenly in a straight line or rest, in the sizes, colours and
 * distances of the embedded model's training pictures.
 */
final class MovingShapes implements Scene {
  private static final List<String> DIRECTIONS = List.of("left", "right", "up", "down", "none");

  /** No centre comes nearer to the picture's edge. */
  private static final double MARGIN = 0.16;

  /** No two centres come nearer to each other. */
  private static final double APART = 0.2;

  /** Where a shape starts, and how far it goes in all, in shares of the picture. */
  private record Track(double x, double y, double dx, double dy) {
    Truth.Place at(double progress) {
      return new Truth.Place(x + progress * dx, y + progress * dy);
    }

    boolean clear(Track other) {
      return IntStream.range(0, 8).allMatch(i -> distance(at(i / 7.0), other.at(i / 7.0)) > APART);
    }

    private static double distance(Truth.Place a, Truth.Place b) {
      return Math.hypot(a.x() - b.x(), a.y() - b.y());
    }
  }

  private final String uri;
  private final Film film;
  private final Paint background;
  private final List<Truth.Shape> shapes;

  private MovingShapes(String uri, Film film, Paint background, List<Truth.Shape> shapes) {
    this.uri = uri;
    this.film = film;
    this.background = background;
    this.shapes = List.copyOf(shapes);
  }

  static Scene of(SourceUri uri, String text) {
    Film film =
        Film.of(
            uri,
            "shape",
            "colour",
            "color",
            "shapesize",
            "direction",
            "background",
            "count",
            "travel");
    Random random = new Random(film.seed());
    Paint background = Paint.named(pick(uri, "background", Paint.words(Paint.BACKGROUNDS), random));
    return new MovingShapes(text, film, background, shapes(uri, film, random));
  }

  private static List<Truth.Shape> shapes(SourceUri uri, Film film, Random random) {
    List<Truth.Shape> looks = new ArrayList<>();
    for (int i = 0; i < uri.whole("count", 1, 1, 2); i++) {
      looks.add(look(i == 0 ? uri : new SourceUri("", "", Map.of()), random, looks));
    }
    List<Track> tracks = tracks(uri, looks, random);
    return IntStream.range(0, looks.size())
        .mapToObj(i -> placed(looks.get(i), tracks.get(i), film))
        .toList();
  }

  /** The URI speaks of the first shape; the second one only has to look different. */
  private static Truth.Shape look(SourceUri uri, Random random, List<Truth.Shape> before) {
    List<String> colours = new ArrayList<>(Paint.words(Paint.SHAPES));
    before.forEach(shape -> colours.remove(shape.colour()));
    String named = uri.parameters().containsKey("color") ? "color" : "colour";
    return new Truth.Shape(
        pick(uri, named, colours, random),
        pick(uri, "shape", Figure.WORDS, random),
        pick(uri, "shapesize", Figure.SIZES, random),
        pick(uri, "direction", DIRECTIONS, random),
        List.of());
  }

  /** Draws also when the URI decides, so that one parameter does not change all others. */
  private static String pick(SourceUri uri, String name, List<String> among, Random random) {
    String drawn = among.get(random.nextInt(among.size()));
    String asked = uri.parameters().getOrDefault(name, drawn);
    if (!among.contains(asked)) {
      throw new SourceException(
          "bad_parameter",
          name
              + "="
              + asked
              + " does not work."
              + DidYouMean.hint(asked, among)
              + " Write one of "
              + String.join(", ", among)
              + ".");
    }
    return asked;
  }

  private static List<Track> tracks(SourceUri uri, List<Truth.Shape> looks, Random random) {
    double asked = uri.number("travel", 0, 0, 1 - 2 * MARGIN);
    while (true) {
      List<Track> tracks =
          looks.stream().map(look -> track(look.direction(), asked, random)).toList();
      if (tracks.size() == 1 || tracks.get(0).clear(tracks.get(1))) {
        return tracks;
      }
    }
  }

  private static Track track(String direction, double asked, Random random) {
    double drawn = 0.42 + 0.24 * random.nextDouble();
    double travel = asked > 0 ? asked : drawn;
    double dx = direction.equals("right") ? travel : direction.equals("left") ? -travel : 0;
    double dy = direction.equals("down") ? travel : direction.equals("up") ? -travel : 0;
    return new Track(start(dx, random), start(dy, random), dx, dy);
  }

  private static double start(double way, Random random) {
    double least = MARGIN + Math.max(0, -way);
    double most = 1 - MARGIN - Math.max(0, way);
    return least + (most - least) * random.nextDouble();
  }

  private static Truth.Shape placed(Truth.Shape look, Track track, Film film) {
    List<Truth.Place> path =
        IntStream.range(0, film.frames()).mapToObj(i -> track.at(film.progress(i))).toList();
    return new Truth.Shape(look.colour(), look.shape(), look.size(), look.direction(), path);
  }

  @Override
  public Film film() {
    return film;
  }

  @Override
  public Raster draw(int index) {
    Raster raster = new Raster(film.width(), film.height(), background);
    for (Truth.Shape shape : shapes) {
      Raster.Spot spot = Raster.Spot.of(raster, shape.path().get(index));
      int radius = Figure.radius(shape.size());
      raster.fill(Figure.named(shape.shape()), spot, radius, Paint.named(shape.colour()));
    }
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
        background.word(),
        "none",
        shapes,
        OptionalInt.empty());
  }
}
