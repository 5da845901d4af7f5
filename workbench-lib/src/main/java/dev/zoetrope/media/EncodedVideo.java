package dev.zoetrope.media;

import static java.util.Objects.requireNonNull;

import java.util.HexFormat;

/**
 * A compressed video: exactly the bytes that a backend receives, known by their SHA-256.
 *
 * <p>Immutable as long as nobody writes to {@link #bytes()}, which is handed out without a copy.
 */
public final class EncodedVideo {
  private final byte[] bytes;
  private final String mime;
  private final String sha256;

  private EncodedVideo(byte[] bytes, String mime) {
    this.bytes = bytes;
    this.mime = mime;
    this.sha256 = HexFormat.of().formatHex(Sha256.of(bytes));
  }

  /**
   * Takes the bytes of a whole file, handed over and not copied. Its boxes are walked, its pictures
   * not decoded.
   *
   * @throws IllegalArgumentException if they are no MP4 or WebM, or only the beginning of one
   */
  public static EncodedVideo of(byte[] bytes) {
    return new EncodedVideo(bytes, VideoContainer.mime(requireNonNull(bytes, "bytes is null")));
  }

  /** The compressed bytes; do not write to them. */
  public byte[] bytes() {
    return bytes;
  }

  /** "video/mp4" or "video/webm". */
  public String mime() {
    return mime;
  }

  /** Of the bytes, in lower-case hexadecimal. */
  public String sha256() {
    return sha256;
  }

  @Override
  public String toString() {
    return mime + ", " + bytes.length + " bytes, sha256 " + sha256.substring(0, 8);
  }
}
