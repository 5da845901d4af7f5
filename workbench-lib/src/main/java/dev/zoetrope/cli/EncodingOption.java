package dev.zoetrope.cli;

import dev.zoetrope.media.DidYouMean;
import dev.zoetrope.temporal.Encoding;
import dev.zoetrope.temporal.Grid;
import dev.zoetrope.temporal.MultiImage;
import dev.zoetrope.temporal.SingleFrame;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** "single", "grid:2x2" and so on. */
final class EncodingOption implements ITypeConverter<Encoding> {
  private static final Pattern GRID = Pattern.compile("grid:(\\d{1,2})x(\\d{1,2})");
  private static final List<String> NAMES =
      List.of("single", "last", "grid:2x2", "multi", "multi-plain");

  @Override
  public Encoding convert(String name) {
    Matcher grid = GRID.matcher(name);
    if (grid.matches()) {
      return Grid.of(Integer.parseInt(grid.group(1)), Integer.parseInt(grid.group(2)));
    }
    return switch (name) {
      case "single" -> SingleFrame.middle();
      case "last" -> SingleFrame.last();
      case "multi" -> MultiImage.labelled();
      case "multi-plain" -> MultiImage.plain();
      default -> throw new TypeConversionException(unknown(name));
    };
  }

  private static String unknown(String name) {
    return "\""
        + name
        + "\" is no encoding."
        + DidYouMean.hint(name, NAMES)
        + " Known: "
        + String.join(", ", NAMES)
        + " (any grid:ROWSxCOLUMNS).";
  }

  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return NAMES.iterator();
    }
  }
}
