package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.metrics.PromptForm;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of a picture before it is encoded, from the model's own {@code
 * preprocessor_config.json}.
 *
 * @param square pixels of a side of what the vision encoder sees
 * @param longestEdge pixels to which the longer side is resized first
 * @param pictures whether it is then split into such squares
 * @param rescale what a byte is multiplied by
 * @param mean of red, green, blue, is subtracted after that
 * @param deviation of red, green, blue, is divided by after that
 */
record EmbeddedProcessor(
    int square,
    int longestEdge,
    PromptForm.Pictures pictures,
    double rescale,
    List<Double> mean,
    List<Double> deviation) {
  /** The reference makes no picture larger. */
  private static final int LARGEST = 4096;

  /** How Pillow numbers the one filter that this family is preprocessed with. */
  private static final int LANCZOS = 1;

  EmbeddedProcessor {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
  }

  /**
   * @param seen pixels of a side of what the vision encoder takes
   * @throws IllegalArgumentException if it asks for what this engine does not do
   */
  static EmbeddedProcessor of(JsonNode json, int seen) {
    int square = json.path("max_image_size").path("longest_edge").asInt(seen);
    if (square != seen) {
      throw new IllegalArgumentException(
          "its pictures have " + square + " pixels a side and its encoder takes " + seen);
    }
    int filter = json.path("resample").asInt(LANCZOS);
    if (filter != LANCZOS) {
      throw new IllegalArgumentException(
          "its pictures are resized by filter " + filter + ", and only 1, Lanczos, is known");
    }
    int edge = Math.min(LARGEST, json.required("size").required("longest_edge").asInt());
    boolean split = json.path("do_image_splitting").asBoolean(true) && edge > square;
    return new EmbeddedProcessor(
        square,
        edge,
        split ? PromptForm.Pictures.SPLIT : PromptForm.Pictures.WHOLE,
        json.required("rescale_factor").asDouble(),
        three(json.required("image_mean")),
        three(json.required("image_std")));
  }

  private static List<Double> three(JsonNode list) {
    List<Double> colours = new ArrayList<>();
    for (int colour = 0; colour < 3; colour++) {
      colours.add(list.required(colour).asDouble());
    }
    return colours;
  }

  /** How a picture is divided if it shall be in the prompt so. */
  EmbeddedTiles tiles(int width, int height, PromptForm.Pictures form) {
    double shape = (double) width / height;
    boolean lies = width >= height;
    int fittedWidth = lies ? longestEdge : even(longestEdge * shape);
    int fittedHeight = lies ? even(longestEdge / shape) : longestEdge;
    return form == PromptForm.Pictures.SPLIT
        ? split(fittedWidth, fittedHeight)
        : new EmbeddedTiles(fittedWidth, fittedHeight, 0, 0);
  }

  /** The longer side to as many squares as it needs, the other one after it. */
  private EmbeddedTiles split(int width, int height) {
    double shape = (double) width / height;
    int longer = squares(Math.max(width, height));
    int other =
        squares((int) (width >= height ? longer * square / shape : longer * square * shape));
    return width >= height
        ? new EmbeddedTiles(width, height, other, longer)
        : new EmbeddedTiles(width, height, longer, other);
  }

  private int squares(int length) {
    return Math.max(1, (length + square - 1) / square);
  }

  /** Down and then up to even, as the reference rounds. */
  private static int even(double length) {
    return Math.max(1, (int) length + (int) length % 2);
  }
}
