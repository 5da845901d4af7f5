package dev.zoetrope.capture;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A made-up film whose every picture and whose truth follow from its URI alone. */
interface Scene {
  /** Makes a scene from the parameters of a URI. */
  @FunctionalInterface
  interface Maker {
    Scene make(SourceUri parameters, String uri);
  }

  Film film();

  /** The picture with this number, from 0. */
  Raster draw(int index);

  Truth truth();

  /** What all scenes have: size, length, rate, grain. */
  record Film(int width, int height, int frames, double fps, double noise, long seed) {
    /** What a number of a URI still says exactly. */
    private static final long MOST_SEED = 1L << 53;

    private static final List<String> PARAMETERS =
        List.of("seed", "size", "frames", "fps", "noise");

    static Film of(SourceUri uri, String... more) {
      uri.allow(Stream.concat(PARAMETERS.stream(), Stream.of(more)).toList());
      int[] size = size(uri.parameters().getOrDefault("size", "128"));
      return new Film(
          size[0],
          size[1],
          uri.whole("frames", 80, 1, 100_000),
          uri.number("fps", 25, 0.1, 1000),
          uri.number("noise", 0, 0, 64),
          uri.large("seed", 0, -MOST_SEED, MOST_SEED));
    }

    private static int[] size(String text) {
      String[] sides = (text.contains("x") ? text : text + "x" + text).split("x", 2);
      try {
        int width = Integer.parseInt(sides[0]);
        int height = Integer.parseInt(sides[1]);
        if (width >= 16 && height >= 16 && width <= 4096 && height <= 4096) {
          return new int[] {width, height};
        }
      } catch (NumberFormatException e) {
        throw badSize(text);
      }
      throw badSize(text);
    }

    private static SourceException badSize(String text) {
      boolean zero = text.matches("0+(x\\d+)?|\\d+x0+");
      return new SourceException(
          zero ? "zero_size" : "bad_parameter",
          "size="
              + text
              + " does not work: write pixels from 16 to 4096, as in size=128 or"
              + " size=320x240.");
    }

    Duration start(int index) {
      return Duration.ofNanos(Math.round(index * 1e9 / fps));
    }

    int at(Duration time) {
      return (int) Math.floor(time.toNanos() / 1e9 * fps + 1e-6);
    }

    /** How much of the film has passed, 0 at the first picture and 1 at the last. */
    double progress(int index) {
      return frames == 1 ? 0 : (double) index / (frames - 1);
    }

    /** The noise as the most by which a colour differs: two bytes' sum deviates by 0.408 of it. */
    int grain() {
      return (int) Math.round(noise / 0.408);
    }

    /** Adds the grain; the same for the same seed and picture. */
    Raster grained(Raster raster, int index) {
      return raster.grained(grain(), seed, index);
    }
  }
}
