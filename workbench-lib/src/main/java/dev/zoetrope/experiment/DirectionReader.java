package dev.zoetrope.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads which way something goes, and knows the way back. */
final class DirectionReader {
  static final String NONE = "none";

  private static final Map<String, String> BACK =
      Map.of(
          "left",
          "right",
          "right",
          "left",
          "up",
          "down",
          "down",
          "up",
          "in",
          "out",
          "out",
          "in",
          "clockwise",
          "counterclockwise",
          "counterclockwise",
          "clockwise",
          NONE,
          NONE);

  static final List<String> WORDS = BACK.keySet().stream().sorted().toList();

  private static final List<String> CORNERS = List.of("upper ", "top ", "lower ", "bottom ");

  private static final Naming NAMING = new Naming(forms());

  /** "On the left" is a place: without a verb of motion a side is a direction only by itself. */
  private static final Pattern MOTION =
      Pattern.compile(
          "(?<!\\p{L})(?:moves?|moved|moving|movement|motion|goes|going|travell?(?:s|ed|ing)?"
              + "|pan(?:s|ned|ning)?|slid(?:es?|ing)|glid(?:es?|ing)|(?:drift|scroll|shift|head"
              + "|climb|descend|ascend|roll|turn|float|bounc|jump|walk|push|pull|float|sink|swing"
              + "|drop|spin|zoom|progress)(?:e?s|p?ed|p?ing)?|fall(?:s|ing)?|ris(?:es?|ing)"
              + "|rotat(?:es?|ing|ion)|direction|towards?|fl(?:y|ies|ying)|run(?:s|ning)?)(?!\\p{L})");

  private static final Pattern FILLER =
      Pattern.compile("(?:it|it's|is|its|to|the|a|camera| |,|\\.|-)*+");

  private DirectionReader() {}

  private static Map<String, String> forms() {
    Map<String, String> forms = new LinkedHashMap<>();
    sides(forms, "left", "right");
    sides(forms, "right", "left");
    put(
        forms,
        Naming.ASIDE,
        "that's right",
        "all right",
        "right now",
        "right away",
        "you're right");
    put(forms, Naming.ASIDE, "left the", "is left", "left over", "has left", "right angle");
    put(forms, "up", "up", "upward", "upwards", "from bottom to top", "bottom to top");
    put(forms, "down", "down", "downward", "downwards", "from top to bottom", "top to bottom");
    put(forms, Naming.ASIDE, "speeds up", "speed up", "speeding up", "ends up", "up to", "end up");
    put(forms, Naming.ASIDE, "slows down", "slow down", "slowing down", "upside down", "made up");
    put(forms, "clockwise", "clockwise");
    put(forms, "counterclockwise", "counterclockwise", "counter-clockwise", "anticlockwise");
    put(forms, "counterclockwise", "counter clockwise", "anti-clockwise", "anti clockwise");
    put(forms, "in", "inward", "inwards", "zoom in", "zooms in", "zooming in");
    put(forms, "in", "towards the camera", "toward the camera", "towards the viewer");
    put(forms, "out", "outward", "outwards", "zoom out", "zooms out", "zooming out");
    put(forms, "out", "away from the camera", "away from the viewer");
    put(forms, NONE, NONE, "still", "stays still", "stationary", "no motion", "no movement");
    put(forms, NONE, "does not move", "doesn't move", "is not moving", "isn't moving", "static");
    return forms;
  }

  private static void sides(Map<String, String> forms, String side, String other) {
    put(forms, side, side, side + "ward", side + "wards", "the " + side);
    put(forms, side, "from " + other + " to " + side, "from the " + other + " to the " + side);
    put(forms, side, other + " to " + side, other + "-to-" + side);
    for (String place : List.of("from the ", "on the ", "in the ", "at the ", "from ")) {
      put(forms, Naming.ASIDE, place + side);
      CORNERS.forEach(corner -> put(forms, Naming.ASIDE, place + corner + side));
    }
    put(forms, Naming.ASIDE, "from the " + side + " side", "from the " + side + " edge");
    CORNERS.forEach(corner -> put(forms, "aslant", corner + side));
  }

  private static void put(Map<String, String> forms, String meaning, String... words) {
    for (String word : words) {
      forms.put(word, meaning);
    }
  }

  static String back(String direction) {
    return BACK.getOrDefault(direction, direction);
  }

  static Optional<String> read(String answer) {
    return Naming.agreed(answer, DirectionReader::claim);
  }

  private static Optional<String> claim(String text) {
    if (BACK.containsKey(text)) {
      return Optional.of(text);
    }
    Optional<String> direction = NAMING.only(text);
    boolean moves = MOTION.matcher(text).find() || FILLER.matcher(NAMING.beside(text)).matches();
    return direction.filter(way -> moves || way.equals(NONE));
  }
}
