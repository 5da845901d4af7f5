package dev.zoetrope.capture;

import java.util.List;
import java.util.OptionalInt;

/**
 * Pictures that carry their own number: sixteen boxes in four rows, white for 1 and black for 0,
 * the highest bit first. Survives compression, so that a test can tell which picture it was given.
 */
final class Counter implements Scene {
  private final String uri;
  private final Film film;

  private Counter(String uri, Film film) {
    this.uri = uri;
    this.film = film;
  }

  static Scene of(SourceUri uri, String text) {
    return new Counter(text, Film.of(uri));
  }

  @Override
  public Film film() {
    return film;
  }

  @Override
  public Raster draw(int index) {
    Raster raster = new Raster(film.width(), film.height(), Paint.GRAY);
    int across = film.width() / 4;
    int down = film.height() / 4;
    for (int bit = 0; bit < 16; bit++) {
      Paint paint = (index >> (15 - bit) & 1) == 1 ? Paint.WHITE : Paint.BLACK;
      raster.box(bit % 4 * across + 1, bit / 4 * down + 1, across - 2, down - 2, paint);
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
        Paint.GRAY.word(),
        "none",
        List.of(),
        OptionalInt.empty());
  }
}
