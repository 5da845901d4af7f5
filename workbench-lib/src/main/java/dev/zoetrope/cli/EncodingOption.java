package dev.zoetrope.cli;

import dev.zoetrope.temporal.Encoding;
import dev.zoetrope.temporal.EncodingException;
import dev.zoetrope.temporal.Encodings;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** "single", "grid:2x2" and so on. */
final class EncodingOption implements ITypeConverter<Encoding> {
  @Override
  public Encoding convert(String name) {
    try {
      return Encodings.named(name);
    } catch (EncodingException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Encodings.NAMES.iterator();
    }
  }
}
