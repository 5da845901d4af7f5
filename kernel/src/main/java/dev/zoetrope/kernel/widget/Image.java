package dev.zoetrope.kernel.widget;

import static java.util.Objects.requireNonNull;

import java.util.Base64;

/** A picture that can change. Thread-safe. */
public final class Image extends Widget {
  private static final byte PNG = (byte) 0x89;

  private final Trait<byte[]> bytes;
  private final Trait<String> format = trait("format", "png");

  Image(byte[] encoded) {
    super(Names.control("Image"));
    bytes = trait("value", encoded, Kind.BYTES);
    format.set(format(encoded));
  }

  /** The picture's file as it is shown now; do not change it. */
  public byte[] bytes() {
    return bytes.get();
  }

  /**
   * Shows another picture.
   *
   * @param encoded the bytes of a PNG or JPEG file, not copied: do not change them afterwards
   */
  public Image bytes(byte[] encoded) {
    format.set(format(requireNonNull(encoded, "encoded is null")));
    bytes.set(encoded);
    return this;
  }

  private static String format(byte[] encoded) {
    return encoded.length > 0 && encoded[0] == PNG ? "png" : "jpeg";
  }

  @Override
  String text() {
    return "[image, " + bytes().length + " bytes]";
  }

  @Override
  String html() {
    return "<img src=\"data:image/"
        + format.get()
        + ";base64,"
        + Base64.getEncoder().encodeToString(bytes())
        + "\">";
  }
}
