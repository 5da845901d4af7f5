package dev.zoetrope.capture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The file beside a clip that says what is in it. */
final class TruthJson {
  private static final String SCHEMA = "zoetrope.truth/1";
  private static final String STEADY = "none";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private TruthJson() {}

  static String write(Truth truth) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("schema", SCHEMA).put("uri", truth.uri());
    root.put("width", truth.width()).put("height", truth.height());
    root.put("fps", truth.fps()).put("frames", truth.frames());
    root.put("background", truth.background());
    if (!truth.camera().equals(STEADY)) {
      root.put("camera", truth.camera());
    }
    truth.bounces().ifPresent(bounces -> root.put("bounces", bounces));
    ArrayNode shapes = root.putArray("shapes");
    truth.shapes().forEach(shape -> write(shape, shapes.addObject()));
    try {
      return MAPPER.writeValueAsString(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Truth.Shape shape, ObjectNode node) {
    node.put("colour", shape.colour()).put("shape", shape.shape());
    node.put("size", shape.size()).put("direction", shape.direction());
    if (shape.enters() > 0 || shape.leaves() < shape.path().size()) {
      node.put("enters", shape.enters()).put("leaves", shape.leaves());
    }
    ArrayNode path = node.putArray("path");
    shape.path().forEach(place -> path.addArray().add(rounded(place.x())).add(rounded(place.y())));
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  static Truth read(Path file) {
    try {
      JsonNode root = MAPPER.readTree(Files.readString(file));
      if (root != null && root.path("schema").asText().equals(SCHEMA)) {
        return read(root);
      }
    } catch (IOException e) {
      throw bad(file);
    }
    throw bad(file);
  }

  private static Truth read(JsonNode root) {
    List<Truth.Shape> shapes = new ArrayList<>();
    root.path("shapes").forEach(node -> shapes.add(shape(node)));
    return new Truth(
        root.path("uri").asText(),
        root.path("width").asInt(),
        root.path("height").asInt(),
        root.path("fps").asDouble(),
        root.path("frames").asInt(),
        root.path("background").asText(),
        root.path("camera").asText(STEADY),
        shapes,
        root.has("bounces") ? OptionalInt.of(root.path("bounces").asInt()) : OptionalInt.empty());
  }

  private static Truth.Shape shape(JsonNode node) {
    List<Truth.Place> path = new ArrayList<>();
    node.path("path")
        .forEach(at -> path.add(new Truth.Place(at.path(0).asDouble(), at.path(1).asDouble())));
    return new Truth.Shape(
        node.path("colour").asText(),
        node.path("shape").asText(),
        node.path("size").asText(),
        node.path("direction").asText(),
        path,
        node.path("enters").asInt(0),
        node.path("leaves").asInt(path.size()));
  }

  private static SourceException bad(Path file) {
    return new SourceException(
        "bad_truth",
        file + " is no truth file (\"schema\":\"" + SCHEMA + "\"): delete it or make it again.");
  }
}
