package dev.zoetrope.capture;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Draws the time and what was said into pictures: white on a darkened box. What was said is drawn
 * once and laid over each picture. Confined to one thread.
 */
final class Words {
  /** Of the picture's height. */
  private static final int SHARE = 24;

  private static final int SMALLEST = 10;

  /** What was said hides at most a third of the picture. */
  private static final int MOST_LINES = SHARE / 3 - 1;

  private @Nullable Sprite sprite;

  /** A drawn text: how white each pixel of its box is. */
  private record Sprite(String text, int room, int width, int height, byte[] white) {}

  /**
   * @throws SourceException if this machine has no font to draw with
   */
  static void requireFont() {
    try {
      Sprite unused = sprite("0", List.of("0"), SHARE * SMALLEST, SMALLEST);
    } catch (RuntimeException | LinkageError | InternalError e) {
      throw new SourceException(
          "no_font",
          "Words cannot be drawn into pictures on this machine ("
              + e
              + "): install a font (on Debian and Ubuntu fontconfig and fonts-dejavu-core), or"
              + " record without them; the subtitles beside the film need none.");
    }
  }

  /** The text's own lines, without what a screen would take for a command. */
  static List<String> lines(String text) {
    return text.lines()
        .map(line -> line.replaceAll("[\\p{Cntrl}\\p{Cf}]", " ").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** Onto the picture itself. */
  void draw(Planes picture, Duration time, String said) {
    int size = Math.max(SMALLEST, picture.height() / SHARE);
    String clock = clock(time);
    lay(sprite(clock, List.of(clock), picture.width(), size), picture, 0);
    if (!said.isBlank()) {
      Sprite words = words(said, picture.width(), size);
      lay(words, picture, picture.height() - words.height());
    }
  }

  private static String clock(Duration time) {
    return String.format(
        Locale.ROOT,
        "%d:%02d.%d",
        time.toMinutes(),
        time.toSecondsPart(),
        time.toMillisPart() / 100);
  }

  private Sprite words(String said, int room, int size) {
    Sprite last = sprite;
    if (last != null && last.text().equals(said) && last.room() == room) {
      return last;
    }
    Sprite drawn = sprite(said, lines(said), room, size);
    sprite = drawn;
    return drawn;
  }

  private static Sprite sprite(String text, List<String> lines, int room, int size) {
    Graphics2D probe = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY).createGraphics();
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, Math.max(SMALLEST - 2, size * 3 / 4));
    FontMetrics metrics = probe.getFontMetrics(font);
    List<String> wrapped = wrapped(lines, metrics, room - size);
    probe.dispose();
    int widest = wrapped.stream().mapToInt(metrics::stringWidth).max().orElse(0);
    BufferedImage image =
        new BufferedImage(
            Math.min(room, widest + size),
            wrapped.size() * metrics.getHeight() + size / 2,
            BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    pen.setFont(font);
    pen.setColor(Color.WHITE);
    for (int i = 0; i < wrapped.size(); i++) {
      int y = size / 4 + metrics.getAscent() + i * metrics.getHeight();
      pen.drawString(wrapped.get(i), size / 2, y);
    }
    pen.dispose();
    byte[] white = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    return new Sprite(text, room, image.getWidth(), image.getHeight(), white);
  }

  private static List<String> wrapped(List<String> lines, FontMetrics metrics, int room) {
    List<String> all = new ArrayList<>();
    lines.forEach(line -> wrap(line, metrics, room, all));
    if (all.size() <= MOST_LINES) {
      return all;
    }
    List<String> first = new ArrayList<>(all.subList(0, MOST_LINES));
    first.set(MOST_LINES - 1, first.get(MOST_LINES - 1) + " …");
    return first;
  }

  /** At spaces, else where a line is full. */
  private static void wrap(String line, FontMetrics metrics, int room, List<String> into) {
    String rest = line;
    while (metrics.stringWidth(rest) > room && rest.length() > 1) {
      int end = fitting(rest, metrics, room);
      int space = rest.lastIndexOf(' ', end);
      int cut = space > 0 ? space : end;
      into.add(rest.substring(0, cut));
      rest = rest.substring(cut).strip();
    }
    into.add(rest);
  }

  private static int fitting(String line, FontMetrics metrics, int room) {
    int end = 1;
    int width = metrics.charWidth(line.charAt(0));
    while (end < line.length() && width + metrics.charWidth(line.charAt(end)) <= room) {
      width += metrics.charWidth(line.charAt(end));
      end++;
    }
    return end;
  }

  private static void lay(Sprite sprite, Planes picture, int top) {
    Planes.Plane luma = picture.plane(0);
    int from = Math.max(0, top);
    int rows = Math.min(sprite.height(), picture.height() - from);
    int columns = Math.min(sprite.width(), picture.width());
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        int white = sprite.white()[y * sprite.width() + x] & 0xff;
        int dark = (luma.at(x, from + y) & 0xff) / 4;
        luma.put(x, from + y, (byte) (dark + (255 - dark) * white / 255));
      }
    }
    grey(picture.plane(1), from, rows, columns);
    grey(picture.plane(2), from, rows, columns);
  }

  private static void grey(Planes.Plane chroma, int top, int rows, int columns) {
    for (int y = top / 2; y < Math.min(chroma.height(), (top + rows + 1) / 2); y++) {
      for (int x = 0; x < Math.min(chroma.width(), (columns + 1) / 2); x++) {
        chroma.put(x, y, (byte) 128);
      }
    }
  }
}
