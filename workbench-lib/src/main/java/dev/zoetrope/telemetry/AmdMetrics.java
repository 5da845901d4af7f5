package dev.zoetrope.telemetry;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalDouble;

/**
 * What an AMD driver tells in its table {@code gpu_metrics}: of cards format 1, of processors with
 * graphics formats 2 and 3. The places of its fields differ by version; a version that is not known
 * here tells nothing.
 *
 * @param version "1.3"
 * @param busy percent
 * @param memoryBusy percent
 * @param watts of the card, or of the whole socket
 * @param celsius of the hottest place of a card that is told, or of a processor's graphics
 * @param megahertz of its graphics
 */
record AmdMetrics(
    String version,
    OptionalDouble busy,
    OptionalDouble memoryBusy,
    OptionalDouble watts,
    OptionalDouble celsius,
    OptionalDouble megahertz) {
  private static final int NONE = 0xFFFF;
  private static final int HEADER = 4;
  private static final double CENTI = 1e-2;
  private static final double MILLI = 1e-3;

  /**
   * Reads the table.
   *
   * @throws Probe.Unread if it is cut short or of a version that is not known
   */
  static AmdMetrics of(byte[] bytes) throws Probe.Unread {
    ByteBuffer table = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < HEADER || table.getShort(0) > bytes.length) {
      throw new Probe.Unread("gpu_metrics is cut short");
    }
    int format = table.get(2);
    int content = table.get(3);
    String version = format + "." + content;
    return switch (version) {
      case "1.1", "1.2", "1.3" -> card(version, table);
      case "1.4" -> accelerator(version, table, 240);
      case "1.5" -> accelerator(version, table, 312);
      case "2.1", "2.2", "2.3", "2.4" -> processor(version, table);
      case "3.0" -> newProcessor(version, table);
      default -> throw new Probe.Unread("gpu_metrics has version " + version + ", unknown here");
    };
  }

  private static AmdMetrics card(String version, ByteBuffer table) throws Probe.Unread {
    return new AmdMetrics(
        version,
        activity(table, 16),
        activity(table, 18),
        word(table, 22),
        word(table, 6),
        word(table, 54));
  }

  private static AmdMetrics accelerator(String version, ByteBuffer table, int clock)
      throws Probe.Unread {
    return new AmdMetrics(
        version,
        activity(table, 12),
        activity(table, 14),
        word(table, 10),
        word(table, 4),
        word(table, clock));
  }

  private static AmdMetrics processor(String version, ByteBuffer table) throws Probe.Unread {
    return new AmdMetrics(
        version,
        activity(table, 28),
        OptionalDouble.empty(),
        scaled(word(table, 40), MILLI),
        scaled(word(table, 4), CENTI),
        word(table, 76));
  }

  private static AmdMetrics newProcessor(String version, ByteBuffer table) throws Probe.Unread {
    return new AmdMetrics(
        version,
        activity(table, 42),
        OptionalDouble.empty(),
        scaled(longWord(table, 112), MILLI),
        scaled(word(table, 4), CENTI),
        word(table, 174));
  }

  /** Some firmware tells hundredths of a percent: more than 100 cannot be percent. */
  private static OptionalDouble activity(ByteBuffer table, int at) throws Probe.Unread {
    OptionalDouble told = word(table, at);
    return told.orElse(0) > 100 ? scaled(told, CENTI) : told;
  }

  private static OptionalDouble word(ByteBuffer table, int at) throws Probe.Unread {
    int value = Short.toUnsignedInt(table.getShort(inside(table, at, 2)));
    return value == NONE ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static OptionalDouble longWord(ByteBuffer table, int at) throws Probe.Unread {
    int value = table.getInt(inside(table, at, 4));
    return value == -1 ? OptionalDouble.empty() : OptionalDouble.of(Integer.toUnsignedLong(value));
  }

  private static int inside(ByteBuffer table, int at, int bytes) throws Probe.Unread {
    if (at + bytes > table.limit()) {
      throw new Probe.Unread("gpu_metrics is cut short");
    }
    return at;
  }

  private static OptionalDouble scaled(OptionalDouble value, double factor) {
    return value.isPresent() ? OptionalDouble.of(value.getAsDouble() * factor) : value;
  }
}
