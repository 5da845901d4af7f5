package dev.zoetrope.media;

import java.util.Arrays;

/**
 * Whether the file of a picture has its end: decoders warn at most of a half, and paint the rest.
 */
public final class PictureEnd {
  /** Cameras pad the ends of their files, but not much. */
  private static final int PADDING = 4096;

  private static final byte[] JPEG_BEGIN = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};
  private static final byte[] JPEG_END = {(byte) 0xFF, (byte) 0xD9};
  private static final byte[] PNG_BEGIN = {(byte) 0x89, 'P', 'N', 'G'};
  private static final byte[] PNG_END = {'I', 'E', 'N', 'D'};

  private PictureEnd() {}

  /** True for a JPEG or PNG that was cut off; false for whole ones and for all other bytes. */
  public static boolean isMissing(byte[] bytes) {
    return (begins(bytes, JPEG_BEGIN) && !ends(bytes, JPEG_END))
        || (begins(bytes, PNG_BEGIN) && !ends(bytes, PNG_END));
  }

  private static boolean begins(byte[] bytes, byte[] begin) {
    return bytes.length >= begin.length
        && Arrays.equals(bytes, 0, begin.length, begin, 0, begin.length);
  }

  private static boolean ends(byte[] bytes, byte[] end) {
    for (int at = bytes.length - end.length; at >= Math.max(0, bytes.length - PADDING); at--) {
      if (Arrays.equals(bytes, at, at + end.length, end, 0, end.length)) {
        return true;
      }
    }
    return false;
  }
}
