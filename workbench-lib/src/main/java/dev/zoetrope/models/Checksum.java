package dev.zoetrope.models;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a file's bytes must give: its SHA-256, or, for the small files that a hub keeps in git, the
 * id that git gives them.
 *
 * @param kind whose it is
 * @param hex in lower case
 */
public record Checksum(Kind kind, String hex) {
  private static final int BUFFER = 1 << 16;

  /** How it is made. */
  public enum Kind {
    /** Of the bytes. */
    SHA_256("SHA-256"),
    /** SHA-1 of git's header and the bytes. */
    GIT_BLOB("SHA-1");

    private final String algorithm;

    Kind(String algorithm) {
      this.algorithm = algorithm;
    }
  }

  static Checksum sha256(Path file) throws IOException {
    return of(Kind.SHA_256, file);
  }

  /** Whether the file's bytes give it. */
  boolean fits(Path file) throws IOException {
    return of(kind, file).equals(this);
  }

  private static Checksum of(Kind kind, Path file) throws IOException {
    MessageDigest digest = digest(kind);
    if (kind == Kind.GIT_BLOB) {
      digest.update(("blob " + Files.size(file) + "\0").getBytes(US_ASCII));
    }
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return new Checksum(kind, HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest digest(Kind kind) {
    try {
      return MessageDigest.getInstance(kind.algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + kind.algorithm, e);
    }
  }
}
