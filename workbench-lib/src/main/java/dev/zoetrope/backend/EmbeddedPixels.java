package dev.zoetrope.backend;

import dev.zoetrope.media.EncodedImage;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A compressed picture as the numbers that the vision encoder takes, in the steps of the family's
 * reference: the longer side to the configured edge; then to the square, or to squares side by side
 * that are cut apart and followed by all of them in one square; always with Lanczos and not keeping
 * the shape; bytes to numbers; planes of red, green, blue. Thread-safe.
 */
final class EmbeddedPixels {
  /** Twice the pixels of an 8K frame: more is a bomb, not a picture for this model. */
  private static final long MOST_PIXELS = 64_000_000;

  private final int side;
  private final float[][] numbers = new float[3][256];

  EmbeddedPixels(EmbeddedProcessor processor) {
    side = processor.square();
    for (int colour = 0; colour < 3; colour++) {
      double mean = processor.mean().get(colour);
      double deviation = processor.deviation().get(colour);
      for (int b = 0; b < 256; b++) {
        numbers[colour][b] = (float) ((b * processor.rescale() - mean) / deviation);
      }
    }
  }

  /**
   * The squares that the encoder is to see.
   *
   * @param index the picture's place in the request, from 0, for the error
   * @throws BackendException.Rejected if it cannot be read
   */
  List<EmbeddedRaster> of(EncodedImage image, int index, EmbeddedTiles tiles, EmbeddedStop stop) {
    return squares(decode(image, index, stop), tiles, stop);
  }

  /** The whole comes last; of one tile alone it is that tile once more. */
  List<EmbeddedRaster> squares(EmbeddedRaster raster, EmbeddedTiles tiles, EmbeddedStop stop) {
    EmbeddedRaster fitted = EmbeddedLanczos.resize(raster, tiles.width(), tiles.height(), stop);
    if (tiles.isWhole()) {
      return List.of(EmbeddedLanczos.resize(fitted, side, side, stop));
    }
    EmbeddedRaster even =
        EmbeddedLanczos.resize(fitted, tiles.columns() * side, tiles.rows() * side, stop);
    List<EmbeddedRaster> squares = new ArrayList<>();
    for (int i = 0; i < tiles.rows() * tiles.columns(); i++) {
      stop.check();
      squares.add(even.square(i % tiles.columns() * side, i / tiles.columns() * side, side));
    }
    squares.add(EmbeddedLanczos.resize(even, side, side, stop));
    return squares;
  }

  /** For the planes of one square, outside the heap. */
  FloatBuffer room() {
    return ByteBuffer.allocateDirect(3 * side * side * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /** A square as three planes. */
  void fill(FloatBuffer planes, EmbeddedRaster square) {
    int area = side * side;
    byte[] rgb = square.rgb();
    for (int colour = 0; colour < 3; colour++) {
      for (int i = 0; i < area; i++) {
        planes.put(colour * area + i, numbers[colour][rgb[i * 3 + colour] & 0xff]);
      }
    }
  }

  static EmbeddedRaster decode(EncodedImage image, int index, EmbeddedStop stop) {
    // Never a temporary file: pictures stay in memory.
    try (ImageInputStream in = new MemoryCacheImageInputStream(new Bytes(image.bytes(), stop))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("neither JPEG nor PNG");
      }
      return decode(readers.next(), in, stop);
    } catch (IOException | RuntimeException e) {
      stop.check();
      throw unreadable(index, e);
    }
  }

  private static EmbeddedRaster decode(ImageReader reader, ImageInputStream in, EmbeddedStop stop)
      throws IOException {
    try {
      reader.setInput(in, true, true);
      if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS) {
        throw new IOException("more than " + MOST_PIXELS + " pixels");
      }
      return raster(whole(reader), stop);
    } finally {
      reader.dispose();
    }
  }

  /** A JPEG that ends too early is only warned about: its rest would be a grey that nobody sent. */
  private static BufferedImage whole(ImageReader reader) throws IOException {
    List<String> damage = new ArrayList<>();
    reader.addIIOReadWarningListener(
        (source, warning) -> {
          if (warning.startsWith("Truncated") || warning.startsWith("Corrupt")) {
            damage.add(warning);
          }
        });
    BufferedImage decoded = reader.read(0);
    if (!damage.isEmpty()) {
      throw new IOException(damage.get(0));
    }
    return decoded;
  }

  private static BackendException unreadable(int index, Exception cause) {
    return new BackendException.Rejected(
        400,
        "Picture "
            + (index + 1)
            + " of the prompt cannot be read ("
            + cause.getMessage()
            + "): send a whole JPEG or PNG.");
  }

  private static EmbeddedRaster raster(BufferedImage image, EmbeddedStop stop) {
    int width = image.getWidth();
    byte[] rgb = new byte[width * image.getHeight() * 3];
    boolean plain = isPlain(image);
    for (int y = 0; y < image.getHeight(); y++) {
      stop.check();
      if (plain) {
        copyRow(image.getRaster(), y, rgb);
      } else {
        blendRow(image, y, rgb);
      }
    }
    return new EmbeddedRaster(width, image.getHeight(), rgb);
  }

  /** Grey or colour samples that mean what they say. */
  private static boolean isPlain(BufferedImage image) {
    int bands = image.getRaster().getNumBands();
    boolean indexed = image.getColorModel() instanceof IndexColorModel;
    boolean samples = bands == 1 || bands == 3 && image.getColorModel().getColorSpace().isCS_sRGB();
    return samples && !indexed;
  }

  /** Not by getRGB: it takes grey for linear light and brightens it. */
  private static void copyRow(Raster raster, int y, byte[] rgb) {
    int bands = raster.getNumBands();
    int shift = raster.getSampleModel().getSampleSize(0) - 8;
    int width = raster.getWidth();
    int[] samples = raster.getPixels(0, y, width, 1, new int[width * bands]);
    for (int i = 0; i < width * 3; i++) {
      rgb[y * width * 3 + i] = (byte) (samples[bands == 1 ? i / 3 : i] >> shift);
    }
  }

  /** What shows through is white, as in the reference. */
  private static void blendRow(BufferedImage image, int y, byte[] rgb) {
    int width = image.getWidth();
    int[] argb = image.getRGB(0, y, width, 1, new int[width], 0, width);
    for (int i = 0; i < width * 3; i++) {
      int alpha = argb[i / 3] >>> 24;
      int colour = argb[i / 3] >> (16 - i % 3 * 8) & 0xff;
      rgb[y * width * 3 + i] = (byte) ((colour * alpha + 255 * (255 - alpha) + 127) / 255);
    }
  }

  /** Ends for who was stopped: an ImageReader's own abort answers to its own thread alone. */
  private static final class Bytes extends ByteArrayInputStream {
    private final EmbeddedStop stop;

    Bytes(byte[] bytes, EmbeddedStop stop) {
      super(bytes);
      this.stop = stop;
    }

    @Override
    public synchronized int read(byte[] to, int offset, int length) {
      stop.check();
      return super.read(to, offset, length);
    }
  }
}
