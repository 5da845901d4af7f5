package dev.zoetrope.temporal;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.media.DidYouMean;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Encodings by the names that people write in plans and on the command line. */
public final class Encodings {
  /** As they are written; grids and panels may have other rows and columns. */
  public static final List<String> NAMES =
      List.of("single", "first", "last", "grid:2x2", "panels:2x2", "multi", "multi-plain");

  private static final Pattern TILED = Pattern.compile("(grid|panels):(\\d{1,2})x(\\d{1,2})");

  /** What may follow a name: a budget of pixels, then a control. */
  private static final Pattern VARIED =
      Pattern.compile("([^@+]+)(?:@(\\d{1,9}))?(?:\\+(reversed|shuffled(?::(\\d{1,9}))?))?");

  private Encodings() {}

  /**
   * The encoding of this name: {@code multi}, {@code grid:2x2@65536}, {@code multi+reversed},
   * {@code grid:2x2+shuffled:7}.
   *
   * @throws EncodingException if there is none
   */
  public static Encoding named(String name) {
    Matcher varied = VARIED.matcher(requireNonNull(name, "name is null"));
    if (!varied.matches()) {
      throw new EncodingException(unknown(name));
    }
    Encoding plain = plain(varied.group(1), name);
    String pixels = varied.group(2);
    Encoding within = pixels == null ? plain : EqualPixels.of(plain, Integer.parseInt(pixels));
    return controlled(within, varied.group(3), varied.group(4));
  }

  private static Encoding controlled(
      Encoding encoding, @Nullable String control, @Nullable String seed) {
    if (control == null) {
      return encoding;
    }
    return control.equals("reversed")
        ? Reordered.reversed(encoding)
        : Reordered.shuffled(encoding, seed == null ? 0 : Long.parseLong(seed));
  }

  private static Encoding plain(String name, String whole) {
    Matcher tiled = TILED.matcher(name);
    if (tiled.matches()) {
      int rows = Integer.parseInt(tiled.group(2));
      int columns = Integer.parseInt(tiled.group(3));
      return tiled.group(1).equals("grid") ? Grid.of(rows, columns) : Panels.of(rows, columns);
    }
    return switch (name) {
      case "single" -> SingleFrame.middle();
      case "first" -> SingleFrame.first();
      case "last" -> SingleFrame.last();
      case "multi" -> MultiImage.labelled();
      case "multi-plain" -> MultiImage.plain();
      default -> throw new EncodingException(unknown(whole));
    };
  }

  private static String unknown(String name) {
    return "\""
        + name
        + "\" is no encoding."
        + DidYouMean.hint(name, NAMES)
        + " Known: "
        + String.join(", ", NAMES)
        + " (any ROWSxCOLUMNS; behind a name @PIXELS for a budget, +reversed or +shuffled:SEED for a"
        + " control).";
  }
}
