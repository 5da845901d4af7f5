package dev.zoetrope.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Writes the pictures of a scene into one file. */
final class Mp4Writer {
  private Mp4Writer() {}

  /** Key pictures come every second, so that a jump to any time is cheap. */
  static void write(Scene scene, Path file) throws IOException {
    Scene.Film film = scene.film();
    FilmKind kind = FilmKind.CLIP;
    FilmKind.Shape shape = new FilmKind.Shape(film.width(), film.height(), film.fps());
    long each = Math.round(kind.ticks() / film.fps());
    try (FilmFile writer = FilmFile.open(file, kind, shape)) {
      for (int i = 0; i < film.frames(); i++) {
        long pts = Math.round(i * kind.ticks() / film.fps());
        writer.write(kind.fit(scene.draw(i).toPlanes()), pts, each, false);
      }
      writer.finish(each);
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
