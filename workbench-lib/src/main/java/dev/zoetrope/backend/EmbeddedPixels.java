package dev.zoetrope.backend;

import dev.zoetrope.media.EncodedImage;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A compressed picture as the numbers that the vision encoder takes, in the steps of the family's
 * reference: the longer side to the configured edge, then to the square (not keeping the shape),
 * both with Lanczos; bytes to numbers; planes of red, green, blue. Thread-safe.
 */
final class EmbeddedPixels {
  /** Twice the pixels of an 8K frame: more is a bomb, not a picture for this model. */
  private static final long MOST_PIXELS = 64_000_000;

  private final EmbeddedConfig config;
  private final float[] numbers = new float[256];

  EmbeddedPixels(EmbeddedConfig config) {
    this.config = config;
    for (int b = 0; b < numbers.length; b++) {
      numbers[b] = (float) ((b * config.rescale() - config.mean()) / config.deviation());
    }
  }

  /**
   * Three planes of the configured square.
   *
   * @param index the picture's place in the request, from 0, for the error
   * @throws BackendException.Rejected if it cannot be read
   */
  float[] of(EncodedImage image, int index, EmbeddedStop stop) {
    return planes(square(decode(image, index, stop), stop));
  }

  /** The longer side first, the shorter one rounded down and up to even; then the square. */
  EmbeddedRaster square(EmbeddedRaster raster, EmbeddedStop stop) {
    double shape = (double) raster.width() / raster.height();
    int edge = config.longestEdge();
    int width = shape >= 1 ? edge : even(edge * shape);
    int height = shape >= 1 ? even(edge / shape) : edge;
    EmbeddedRaster fitted = EmbeddedLanczos.resize(raster, width, height, stop);
    return EmbeddedLanczos.resize(fitted, config.imageSize(), config.imageSize(), stop);
  }

  private static int even(double length) {
    return Math.max(1, (int) length + (int) length % 2);
  }

  private float[] planes(EmbeddedRaster raster) {
    int area = raster.width() * raster.height();
    float[] planes = new float[3 * area];
    for (int i = 0; i < area * 3; i++) {
      planes[i % 3 * area + i / 3] = numbers[raster.rgb()[i] & 0xff];
    }
    return planes;
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
