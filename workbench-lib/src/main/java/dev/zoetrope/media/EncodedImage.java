package dev.zoetrope.media;

import static java.util.Objects.requireNonNull;

import java.util.HexFormat;

/**
 * A compressed picture: exactly the bytes that every backend receives, known by their SHA-256.
 *
 * <p>Immutable as long as nobody writes to {@link #bytes()}, which is handed out without a copy.
 */
public final class EncodedImage {
  private final byte[] bytes;
  private final String mime;
  private final int width;
  private final int height;
  private final String sha256;

  private EncodedImage(byte[] bytes, String mime, int width, int height) {
    this.bytes = requireNonNull(bytes, "bytes is null");
    this.mime = requireNonNull(mime, "mime is null");
    this.width = width;
    this.height = height;
    this.sha256 = HexFormat.of().formatHex(Sha256.of(bytes));
  }

  /**
   * Wraps bytes that one of our own encoders made, and believes them; those of anybody else belong
   * to {@link #ofForeign}. The array is handed over, not copied.
   *
   * @param width pixels, at least 1
   * @param height pixels, at least 1
   */
  public static EncodedImage of(byte[] bytes, String mime, int width, int height) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("not a picture: " + width + "x" + height);
    }
    return new EncodedImage(bytes, mime, width, height);
  }

  /**
   * Takes bytes that somebody else made, decoding them once to see that they are a whole picture:
   * several model servers answer confidently about half of one. The array is handed over, not
   * copied.
   *
   * @throws IllegalArgumentException if they are no whole JPEG or PNG, or more than 100 megapixels
   */
  public static EncodedImage ofForeign(byte[] bytes) {
    requireNonNull(bytes, "bytes is null");
    ForeignPicture picture = ForeignPicture.of(bytes);
    return of(bytes, picture.mime(), picture.width(), picture.height());
  }

  /**
   * The same picture to the eye with another corner: a server that has seen this one has not seen
   * that one. Decodes and compresses, so it belongs before a request's start.
   *
   * @param salt other salts, other pictures
   */
  public EncodedImage salted(long salt) {
    return SaltedPicture.of(this, salt);
  }

  /** The compressed bytes; do not write to them. */
  public byte[] bytes() {
    return bytes;
  }

  /** "image/jpeg" or "image/png". */
  public String mime() {
    return mime;
  }

  /** Pixels. */
  public int width() {
    return width;
  }

  /** Pixels. */
  public int height() {
    return height;
  }

  /** Of the bytes, in lower-case hexadecimal. */
  public String sha256() {
    return sha256;
  }

  @Override
  public String toString() {
    return mime
        + " "
        + width
        + "x"
        + height
        + ", "
        + bytes.length
        + " bytes, sha256 "
        + sha256.substring(0, 8);
  }
}
