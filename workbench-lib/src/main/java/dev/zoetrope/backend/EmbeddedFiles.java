package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zoetrope.backend.BackendException.ModelUnavailable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The model's files, on the class path or in a folder, each checked against the manifest's SHA-256
 * before anybody sees its bytes. Thread-safe.
 */
final class EmbeddedFiles {
  private static final String MANIFEST = "manifest.json";
  private static final String REMEDY =
      " Install Zoetrope again from a complete copy; the HTTP backends work without it.";

  private final String place;
  private final Opener opener;

  private EmbeddedFiles(String place, Opener opener) {
    this.place = place;
    this.opener = opener;
  }

  /** The files that come with this library. */
  static EmbeddedFiles packaged() {
    return new EmbeddedFiles("the library", EmbeddedFiles::resource);
  }

  /** The same files in a folder. */
  static EmbeddedFiles in(Path folder) {
    return new EmbeddedFiles(folder.toString(), name -> Files.newInputStream(folder.resolve(name)));
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
    if (!expected(name).equals(sha256(bytes))) {
      throw new ModelUnavailable(
          "The embedded model's file "
              + name
              + " in "
              + place
              + " is damaged: its SHA-256 is not the manifest's."
              + REMEDY);
    }
    return bytes;
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
      return Json.MAPPER.readTree(bytes);
    } catch (IOException e) {
      throw unreadable(name, "is not JSON.", e);
    }
  }

  private byte[] bytes(String name) {
    try (InputStream in = opener.open(name)) {
      return in.readAllBytes();
    } catch (FileNotFoundException | NoSuchFileException e) {
      throw unreadable(name, "is missing.", e);
    } catch (IOException e) {
      throw unreadable(name, "cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private ModelUnavailable unreadable(String name, String what, IOException cause) {
    String message = "The embedded model's file " + name + " in " + place + " " + what + REMEDY;
    return new ModelUnavailable(message, cause);
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = EmbeddedFiles.class.getResourceAsStream("tiny/" + name);
    if (in == null) {
      throw new FileNotFoundException(name);
    }
    return in;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private interface Opener {
    InputStream open(String name) throws IOException;
  }

  /** Apart, for it takes longer to load than everything before the first read. */
  private static final class Json {
    static final ObjectMapper MAPPER = new ObjectMapper();
  }
}
