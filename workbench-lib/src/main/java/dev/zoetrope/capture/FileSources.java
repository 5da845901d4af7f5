package dev.zoetrope.capture;

import dev.zoetrope.media.DidYouMean;
import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Paths and file: URIs: which of them are clips, pictures, folders of pictures, or nothing. */
final class FileSources {
  private static final List<String> PICTURES =
      List.of(".png", ".jpg", ".jpeg", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".pgm");

  private FileSources() {}

  /** Whether this is a path after all, although it looks like a scheme. */
  static boolean exists(String text) {
    return path(text).filter(Files::exists).isPresent();
  }

  static Source open(String uri, Ticker ticker) {
    Optional<Path> whole = path(uri).filter(Files::exists);
    if (whole.isPresent()) {
      return open(whole.get(), SourceUri.parse("file:"), uri, ticker);
    }
    SourceUri parsed = SourceUri.parse(uri);
    Path path = parsed.scheme().equals("file") ? fromUri(uri) : required(parsed.body());
    return open(path, parsed, uri, ticker);
  }

  /** An ordinary file that is there. */
  static Path clip(String text, String uri) {
    Path path = required(text);
    requireFile(path, uri);
    return path;
  }

  private static Source open(Path path, SourceUri parsed, String uri, Ticker ticker) {
    if (Files.isDirectory(path)) {
      parsed.allow(List.of("fps"));
      return StillsSource.of(pictures(path, uri), rate(parsed), uri, ticker);
    }
    requireFile(path, uri);
    if (isPicture(path)) {
      parsed.allow(List.of("fps"));
      return StillsSource.of(List.of(path), rate(parsed), uri, ticker);
    }
    parsed.allow(List.of());
    return ClipSource.open(path, new ClipSource.Opening(uri, ticker, Truth.beside(path)));
  }

  private static double rate(SourceUri uri) {
    return uri.number("fps", 1, 0.001, 1000);
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static Path required(String text) {
    return path(text)
        .orElseThrow(
            () ->
                new SourceException(
                    "missing", "\"" + text + "\" is no path on this machine: check it."));
  }

  private static Path fromUri(String uri) {
    int mark = uri.indexOf('?');
    String bare = mark < 0 ? uri : uri.substring(0, mark);
    try {
      return Path.of(URI.create(bare));
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      return required(bare.substring("file:".length()));
    }
  }

  private static void requireFile(Path path, String uri) {
    if (!Files.exists(path)) {
      throw new SourceException(
          "missing",
          "There is no file "
              + uri
              + "."
              + neighbour(path)
              + " Looked for "
              + path.toAbsolutePath().normalize()
              + ".");
    }
    // A pipe would block its opening for ever, with no way to stop it.
    if (!Files.isRegularFile(path)) {
      throw new SourceException(
          "not_video", uri + " is not an ordinary file: give a clip or a folder of pictures.");
    }
    try {
      if (Files.size(path) == 0) {
        throw new SourceException("empty", uri + " is empty: copy or record it again.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!Files.isReadable(path)) {
      throw new SourceException("missing", uri + " may not be read: check its permissions.");
    }
  }

  private static String neighbour(Path path) {
    Path folder = path.toAbsolutePath().getParent();
    Path name = path.getFileName();
    if (folder == null || name == null || !Files.isDirectory(folder)) {
      return "";
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = files.limit(1000).map(file -> file.getFileName().toString()).toList();
      return DidYouMean.hint(name.toString(), names);
    } catch (IOException e) {
      return "";
    }
  }

  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return PICTURES.stream().anyMatch(name::endsWith);
  }

  private static List<Path> pictures(Path folder, String uri) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found =
          files.filter(Files::isRegularFile).filter(FileSources::isPicture).sorted().toList();
      if (found.isEmpty()) {
        throw new SourceException(
            "empty",
            "The folder "
                + uri
                + " holds no pictures: put "
                + String.join(", ", PICTURES.subList(0, 5))
                + " files into it, or give a clip.");
      }
      return found;
    } catch (IOException e) {
      throw new SourceException(
          "missing", "The folder " + uri + " may not be read: check its permissions.");
    }
  }
}
