package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.backend.BackendException.ModelUnavailable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The model's files, on the class path or in a folder, each checked against the manifest's SHA-256
 * before anybody sees its bytes. Thread-safe.
 */
final class EmbeddedFiles {
  private static final String MANIFEST = "manifest.json";
  private static final String PACKAGE_REMEDY =
      " Install Zoetrope again from a complete copy; the HTTP backends work without it.";
  private static final String MODEL_REMEDY =
      " Fetch the model again: zoetrope models remove, then pull or import.";

  private final String place;
  private final String remedy;
  private final Optional<Path> folder;
  private final Opener opener;

  private EmbeddedFiles(String place, String remedy, Optional<Path> folder, Opener opener) {
    this.place = place;
    this.remedy = remedy;
    this.folder = folder;
    this.opener = opener;
  }

  /** The files that come with this library. */
  static EmbeddedFiles packaged() {
    return new EmbeddedFiles(
        "the library", PACKAGE_REMEDY, Optional.empty(), EmbeddedFiles::resource);
  }

  /** The same files in a folder. */
  static EmbeddedFiles in(Path folder) {
    return in(folder, PACKAGE_REMEDY);
  }

  /** A model's in the user's folder of models. */
  static EmbeddedFiles installed(Path folder) {
    return in(folder, MODEL_REMEDY);
  }

  private static EmbeddedFiles in(Path folder, String remedy) {
    return new EmbeddedFiles(
        folder.toString(),
        remedy,
        Optional.of(folder),
        name -> Files.newInputStream(folder.resolve(name)));
  }

  /** Where they are, in words; two with the same place hold the same files. */
  String place() {
    return place;
  }

  /**
   * One whole file.
   *
   * @throws ModelUnavailable if it is missing or is not the file that the manifest names
   */
  byte[] read(String name) {
    byte[] bytes = bytes(name);
    MessageDigest digest = digest();
    digest.update(bytes);
    requireExpected(name, digest);
    return bytes;
  }

  /**
   * Where a file lies, if it does on disk; it is read through once.
   *
   * @throws ModelUnavailable if it is missing or is not the file that the manifest names
   */
  Optional<Path> verified(String name) {
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    MessageDigest digest = digest();
    try (InputStream in = opener.open(name)) {
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    } catch (IOException e) {
      throw unreadable(name, e);
    }
    requireExpected(name, digest);
    return folder.map(place -> place.resolve(name));
  }

  private void requireExpected(String name, MessageDigest digest) {
    if (!expected(name).equals(HexFormat.of().formatHex(digest.digest()))) {
      throw new ModelUnavailable(
          "The embedded model's file "
              + name
              + " in "
              + place
              + " is damaged: its SHA-256 is not the manifest's."
              + remedy);
    }
  }

  /** One JSON file. */
  JsonNode json(String name) {
    return parse(name, read(name));
  }

  private String expected(String name) {
    return parse(MANIFEST, bytes(MANIFEST)).path("files").path(name).path("sha256").asText();
  }

  private JsonNode parse(String name, byte[] bytes) {
    try {
      return EmbeddedJson.tree(bytes);
    } catch (IOException e) {
      throw unreadable(name, "is not JSON.", e);
    }
  }

  private byte[] bytes(String name) {
    try (InputStream in = opener.open(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private ModelUnavailable unreadable(String name, IOException e) {
    return e instanceof FileNotFoundException || e instanceof NoSuchFileException
        ? unreadable(name, "is missing.", e)
        : unreadable(name, "cannot be read: " + e.getMessage() + ".", e);
  }

  private ModelUnavailable unreadable(String name, String what, IOException cause) {
    String message = "The embedded model's file " + name + " in " + place + " " + what + remedy;
    return new ModelUnavailable(message, cause);
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = EmbeddedFiles.class.getResourceAsStream("tiny/" + name);
    if (in == null) {
      throw new FileNotFoundException(name);
    }
    return in;
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private interface Opener {
    InputStream open(String name) throws IOException;
  }
}
