package dev.zoetrope.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** What kind of file a video's bytes are, and whether they are all of it. */
final class VideoContainer {
  private static final int EBML = 0x1A45DFA3;
  private static final int SEGMENT = 0x18538067;
  private static final int HEAD = 8;
  private static final int LONG_HEAD = 16;

  private VideoContainer() {}

  static String mime(byte[] bytes) {
    ByteBuffer file = ByteBuffer.wrap(bytes);
    if (file.remaining() >= HEAD && type(file, 0).equals("ftyp")) {
      requireWholeMp4(file);
      return "video/mp4";
    }
    if (file.remaining() > HEAD && file.getInt(0) == EBML) {
      requireWholeWebm(file);
      return "video/webm";
    }
    throw refused("are no video that can be sent");
  }

  private static String type(ByteBuffer file, int at) {
    byte[] name = new byte[4];
    file.duplicate().position(at + 4).get(name);
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  /** The index may stand before the pictures or behind them. */
  private static void requireWholeMp4(ByteBuffer file) {
    Set<String> boxes = new HashSet<>();
    long at = 0;
    while (at + HEAD <= file.limit()) {
      boxes.add(type(file, (int) at));
      long length = length(file, (int) at);
      if (length < HEAD || length > file.limit() - at) {
        throw half();
      }
      at += length;
    }
    if (!boxes.containsAll(Set.of("moov", "mdat")) || at != file.limit()) {
      throw half();
    }
  }

  private static long length(ByteBuffer file, int at) {
    long length = Integer.toUnsignedLong(file.getInt(at));
    if (length == 0) {
      return (long) file.limit() - at;
    }
    return length == 1 && at + LONG_HEAD <= file.limit() ? file.getLong(at + HEAD) : length;
  }

  /** A live recording does not say how long it is. */
  private static void requireWholeWebm(ByteBuffer file) {
    file.position(4);
    long head = number(file);
    long segment = file.position() + head;
    if (head < 0 || segment > file.limit() - HEAD || file.getInt((int) segment) != SEGMENT) {
      throw half();
    }
    file.position((int) segment + 4);
    long length = number(file);
    if (length > file.remaining()) {
      throw half();
    }
  }

  /** Its leading zeros say how many bytes it has; all ones is "unknown", here -1. */
  private static long number(ByteBuffer file) {
    int first = Byte.toUnsignedInt(file.get());
    int more = Integer.numberOfLeadingZeros(first) - Integer.SIZE + Byte.SIZE;
    if (more > 7 || more > file.remaining()) {
      throw half();
    }
    long value = first & (0x7F >> more);
    for (int i = 0; i < more; i++) {
      value = value << Byte.SIZE | Byte.toUnsignedInt(file.get());
    }
    return value == (1L << (7 * (more + 1))) - 1 ? -1 : value;
  }

  private static IllegalArgumentException half() {
    return refused("are only a part of a video");
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException("These bytes " + why + "; give a whole MP4 or WebM.");
  }
}
