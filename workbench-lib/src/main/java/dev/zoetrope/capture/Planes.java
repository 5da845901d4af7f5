package dev.zoetrope.capture;

import dev.zoetrope.media.Frame;
import java.time.Duration;
import java.util.Arrays;

/** The pixels of a {@link Frame} without its times, and what can be done to them. */
record Planes(int width, int height, byte[] i420) {
  /** One of Y, U, V as a plain grid of bytes inside a larger array. */
  record Plane(byte[] bytes, int offset, int width, int height) {
    byte at(int x, int y) {
      return bytes[offset + y * width + x];
    }

    void put(int x, int y, byte value) {
      bytes[offset + y * width + x] = value;
    }
  }

  /** Black. */
  static Planes blank(int width, int height) {
    Planes planes = new Planes(width, height, new byte[Frame.size(width, height)]);
    Arrays.fill(planes.i420, width * height, planes.i420.length, (byte) 128);
    return planes;
  }

  static Planes of(Frame frame) {
    return new Planes(frame.width(), frame.height(), frame.i420());
  }

  Frame frame(Duration time, long capturedAtNanos) {
    return Frame.of(width, height, i420, time, capturedAtNanos);
  }

  /** 0 is Y, 1 is U, 2 is V. */
  Plane plane(int index) {
    int chromaWidth = (width + 1) / 2;
    int chromaHeight = (height + 1) / 2;
    return index == 0
        ? new Plane(i420, 0, width, height)
        : new Plane(
            i420,
            width * height + (index - 1) * chromaWidth * chromaHeight,
            chromaWidth,
            chromaHeight);
  }

  /** By quarters, clockwise. */
  Planes turned(int quarters) {
    if (quarters == 0) {
      return this;
    }
    Planes turned = quarters == 2 ? blank(width, height) : blank(height, width);
    for (int index = 0; index < 3; index++) {
      turn(plane(index), turned.plane(index), quarters);
    }
    return turned;
  }

  private static void turn(Plane from, Plane to, int quarters) {
    for (int y = 0; y < from.height; y++) {
      for (int x = 0; x < from.width; x++) {
        byte value = from.at(x, y);
        if (quarters == 1) {
          to.put(from.height - 1 - y, x, value);
        } else if (quarters == 2) {
          to.put(from.width - 1 - x, from.height - 1 - y, value);
        } else {
          to.put(y, from.width - 1 - x, value);
        }
      }
    }
  }

  /** To a new size; each new pixel is the mean of the area that it covers. */
  Planes scaled(int newWidth, int newHeight) {
    if (newWidth == width && newHeight == height) {
      return this;
    }
    Planes scaled = blank(newWidth, newHeight);
    for (int index = 0; index < 3; index++) {
      Area.scale(plane(index), scaled.plane(index));
    }
    return scaled;
  }

  /** So that the longer side is at most this long; never larger than now. */
  Planes within(int maxSide) {
    double factor = Math.min(1, (double) maxSide / Math.max(width, height));
    return scaled(
        (int) Math.max(1, Math.round(width * factor)),
        (int) Math.max(1, Math.round(height * factor)));
  }

  /** Copies another picture onto this one; both its corners are even. */
  void paste(Planes picture, int x, int y) {
    for (int index = 0; index < 3; index++) {
      int shift = index == 0 ? 0 : 1;
      paste(picture.plane(index), plane(index), x >> shift, y >> shift);
    }
  }

  private static void paste(Plane from, Plane to, int x, int y) {
    int columns = Math.min(from.width, to.width - x);
    int rows = Math.min(from.height, to.height - y);
    for (int row = 0; row < rows; row++) {
      System.arraycopy(
          from.bytes,
          from.offset + row * from.width,
          to.bytes,
          to.offset + (y + row) * to.width + x,
          columns);
    }
  }
}
