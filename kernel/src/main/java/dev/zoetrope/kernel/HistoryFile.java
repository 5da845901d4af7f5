package dev.zoetrope.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Cells on disk, one a line: session, number, source, parted by tabs. Several kernels share the
 * file: each line is written in one go under a lock, and a line that is torn or foreign is skipped.
 *
 * <p>Confined to one thread.
 */
final class HistoryFile {
  /** Cells that are kept; about what a heavy user runs in a year. */
  private static final int MAX_LINES = 10_000;

  /** A file that has grown beyond this is cut when the next kernel reads it. */
  private static final long MAX_BYTES = 8L << 20;

  /** One cell may not push out all others. */
  private static final int MAX_SOURCE = 100_000;

  private final Path file;
  private final String session = UUID.randomUUID().toString();
  private @Nullable List<HistoryEntry> past;

  HistoryFile(Path file) {
    this.file = file;
  }

  /** The cells of other sessions, oldest first, as they were when first asked for. */
  List<HistoryEntry> past() throws IOException {
    List<HistoryEntry> known = past;
    if (known == null) {
      known = underLock(this::load);
      past = known;
    }
    return known;
  }

  void append(int line, String source) throws IOException {
    if (source.isBlank() || source.length() > MAX_SOURCE) {
      return;
    }
    // What other kernels add from now on is not past to this one.
    List<HistoryEntry> unusedPast = past();
    byte[] bytes =
        (session + "\t" + line + "\t" + escape(source) + "\n").getBytes(StandardCharsets.UTF_8);
    boolean unused = underLock(() -> write(bytes));
  }

  private boolean write(byte[] line) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      ByteBuffer bytes = ByteBuffer.wrap(line);
      while (bytes.hasRemaining()) {
        int unused = channel.write(bytes);
      }
      return true;
    }
  }

  private List<HistoryEntry> load() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    List<String> lines =
        new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    if (lines.size() > MAX_LINES || Files.size(file) > MAX_BYTES) {
      lines = newest(lines);
      Path part = file.resolveSibling(file.getFileName() + ".part");
      Files.write(part, lines);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    return entries(lines);
  }

  /** Half of what fits, so that not each kernel has to cut. */
  private static List<String> newest(List<String> lines) {
    int first = lines.size();
    long bytes = 0;
    while (first > 0 && lines.size() - first < MAX_LINES / 2 && bytes < MAX_BYTES / 2) {
      first--;
      bytes += lines.get(first).length();
    }
    return lines.subList(first, lines.size());
  }

  private List<HistoryEntry> entries(List<String> lines) {
    List<String[]> rows = new ArrayList<>();
    Map<String, Integer> sessions = new LinkedHashMap<>();
    for (String line : lines) {
      String[] row = line.split("\t", 3);
      if (row.length == 3 && row[1].matches("\\d{1,9}") && !row[0].equals(session)) {
        rows.add(row);
        sessions.putIfAbsent(row[0], sessions.size());
      }
    }
    return rows.stream().map(row -> entry(row, sessions)).toList();
  }

  private static HistoryEntry entry(String[] row, Map<String, Integer> sessions) {
    int backwards = sessions.getOrDefault(row[0], 0) - sessions.size();
    return new HistoryEntry(backwards, Integer.parseInt(row[1]), unescape(row[2]));
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  /** The lock lies beside the file, which is replaced when it is cut. */
  private <T> T underLock(Work<T> work) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
    // A file's lock parts processes only; inside of one it refuses a second holder.
    synchronized (HistoryFile.class) {
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        return work.run();
      }
    }
  }

  private static String escape(String source) {
    return source.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  private static String unescape(String line) {
    StringBuilder source = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c != '\\' || i + 1 == line.length()) {
        source.append(c);
        continue;
      }
      i++;
      char escaped = line.charAt(i);
      source.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
    }
    return source.toString();
  }
}
