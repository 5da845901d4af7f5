package dev.zoetrope.capture;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is in the pictures of a made-up scene, exactly. A clip carries it in a file beside it:
 * {@code red-circle-right.mp4} in {@code red-circle-right.truth.json}.
 *
 * @param uri the {@code synthetic:} URI that makes these pictures again
 * @param background its colour, the first of two where it has two
 * @param camera which way the camera pans: left, right, up, down or none
 * @param bounces how often something hit the ground; empty where nothing bounces
 */
public record Truth(
    String uri,
    int width,
    int height,
    double fps,
    int frames,
    String background,
    String camera,
    List<Shape> shapes,
    OptionalInt bounces) {

  public Truth {
    requireNonNull(uri, "uri is null");
    requireNonNull(background, "background is null");
    requireNonNull(camera, "camera is null");
    requireNonNull(bounces, "bounces is null");
    shapes = List.copyOf(shapes);
  }

  /**
   * One thing that can be seen.
   *
   * @param colour red, green, blue, yellow, purple, orange, white or black
   * @param shape circle, square or triangle
   * @param size small or large
   * @param direction left, right, up, down or none; "bounces" in a bouncing scene
   * @param path its centre in each frame, also in those where it is not there
   * @param enters the first frame that shows it; 0 when it is there from the beginning
   * @param leaves the frame after the last one that shows it
   */
  public record Shape(
      String colour,
      String shape,
      String size,
      String direction,
      List<Place> path,
      int enters,
      int leaves) {
    /** One that is there in all frames. */
    public Shape(String colour, String shape, String size, String direction, List<Place> path) {
      this(colour, shape, size, direction, path, 0, path.size());
    }

    public Shape {
      requireNonNull(colour, "colour is null");
      requireNonNull(shape, "shape is null");
      requireNonNull(size, "size is null");
      requireNonNull(direction, "direction is null");
      path = List.copyOf(path);
    }

    /** As people say it: "red circle". */
    public String name() {
      return colour + " " + shape;
    }
  }

  /**
   * A centre as a share of the picture's width and height, from its upper left corner.
   *
   * @param x 0 to 1
   * @param y 0 to 1
   */
  public record Place(double x, double y) {}

  /** Which way the first shape moves; "none" when there is no shape. */
  public String direction() {
    return shapes.isEmpty() ? "none" : shapes.get(0).direction();
  }

  /** As JSON text, with all places rounded to a thousandth. */
  public String toJson() {
    return TruthJson.write(this);
  }

  /**
   * Reads what {@link #toJson()} wrote.
   *
   * @throws SourceException {@code bad_truth}
   */
  public static Truth read(Path file) {
    return TruthJson.read(file);
  }

  /** Where the truth of a clip is kept. */
  static Path sidecar(Path clip) {
    String name = clip.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return clip.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".truth.json");
  }

  static Optional<Truth> beside(Path clip) {
    Path file = sidecar(clip);
    return Files.isRegularFile(file) ? Optional.of(read(file)) : Optional.empty();
  }
}
