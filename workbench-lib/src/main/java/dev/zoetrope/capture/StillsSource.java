package dev.zoetrope.capture;

import dev.zoetrope.media.Frame;
import dev.zoetrope.media.PictureEnd;
import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Pictures in the order of their names, evenly spaced in time. Each is read when it is asked for
 * and may have a size of its own. Thread-safe.
 */
final class StillsSource implements Source {
  private final List<Path> pictures;
  private final double fps;
  private final String name;
  private final Ticker ticker;
  private final SourceInfo info;

  private StillsSource(List<Path> pictures, double fps, String name, Ticker ticker) {
    this.pictures = List.copyOf(pictures);
    this.fps = fps;
    this.name = name;
    this.ticker = ticker;
    Frame first = read(0);
    this.info =
        new SourceInfo(
            first.width(),
            first.height(),
            Optional.of(start(pictures.size())),
            OptionalDouble.of(fps));
  }

  static StillsSource of(List<Path> pictures, double fps, String name, Ticker ticker) {
    return new StillsSource(pictures, fps, name, ticker);
  }

  private Duration start(int index) {
    return Duration.ofNanos(Math.round(index * 1e9 / fps));
  }

  @Override
  public String uri() {
    return name;
  }

  @Override
  public SourceInfo info() {
    return info;
  }

  @Override
  public Frame frame(Duration time) {
    int index = (int) Math.floor(time.toNanos() / 1e9 * fps + 1e-6);
    return read(Math.min(index, pictures.size() - 1));
  }

  private Frame read(int index) {
    Path file = pictures.get(index);
    String label =
        name.endsWith(String.valueOf(file.getFileName()))
            ? name
            : file.getFileName() + " in " + name;
    requireWhole(file, label);
    try (Source still =
        ClipSource.still(file, new ClipSource.Opening(label, ticker, Optional.empty()))) {
      Frame frame = still.frame(Duration.ZERO);
      return Frame.of(
          frame.width(), frame.height(), frame.i420(), start(index), frame.capturedAtNanos());
    }
  }

  private static void requireWhole(Path file, String label) {
    byte[] bytes = bytes(file, label);
    if (bytes.length == 0) {
      throw new SourceException("empty", label + " is empty: copy it again, or remove it.");
    }
    if (PictureEnd.isMissing(bytes)) {
      throw new SourceException(
          "corrupt", label + " is only the beginning of a picture: copy it again, or remove it.");
    }
  }

  private static byte[] bytes(Path file, String label) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new SourceException("missing", label + " is no longer there: open the folder again.");
    } catch (IOException e) {
      throw new SourceException("unreadable", label + " cannot be read: " + e.getMessage() + ".");
    }
  }

  @Override
  public void close() {
    // Nothing is held between two calls.
  }
}
