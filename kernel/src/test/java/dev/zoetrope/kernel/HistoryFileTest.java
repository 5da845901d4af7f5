package dev.zoetrope.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HistoryFileTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("deep").resolve("history");
  }

  @Test
  void theNextKernelKnowsWhatWasRunCharacterByCharacter() throws Exception {
    String source = "var s = \"a\\n\\\\b\";\n\tvar t = 'ä';\r\n";
    new HistoryFile(file).append(7, source);

    assertThat(new HistoryFile(file).past()).containsExactly(new HistoryEntry(-1, 7, source));
  }

  @Test
  void sessionsCountBackwardsAndTheOwnIsNotPast() throws Exception {
    new HistoryFile(file).append(1, "first");
    HistoryFile second = new HistoryFile(file);
    second.append(1, "second");
    second.append(2, "third");

    assertThat(second.past()).containsExactly(new HistoryEntry(-1, 1, "first"));
    assertThat(new HistoryFile(file).past())
        .containsExactly(
            new HistoryEntry(-2, 1, "first"),
            new HistoryEntry(-1, 1, "second"),
            new HistoryEntry(-1, 2, "third"));
  }

  @Test
  void kernelsThatWriteAtOnceLoseNothing() throws Exception {
    ExecutorService kernels = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (int k = 0; k < 4; k++) {
        int kernel = k;
        work.add(() -> write(kernel));
      }
      for (Future<Void> each : kernels.invokeAll(work)) {
        each.get();
      }
    } finally {
      kernels.shutdownNow();
    }

    assertThat(new HistoryFile(file).past()).hasSize(200);
  }

  private Void write(int kernel) throws Exception {
    HistoryFile mine = new HistoryFile(file);
    for (int i = 0; i < 50; i++) {
      mine.append(i, "cell " + kernel + "." + i + "\nsecond line");
    }
    return null;
  }

  @Test
  void tornAndForeignLinesAreSkipped() throws Exception {
    new HistoryFile(file).append(1, "good");
    Files.writeString(file, "garbage\nx\ty\tz\nhalf\t1", StandardOpenOption.APPEND);

    assertThat(new HistoryFile(file).past()).extracting(HistoryEntry::source).contains("good");
    assertThat(new HistoryFile(file).past()).hasSize(1);
  }

  @Test
  void aFileThatGrewTooLongKeepsItsNewest() throws Exception {
    Files.createDirectories(file.getParent());
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      lines.add("s\t" + i + "\tcell " + i);
    }
    Files.write(file, lines);

    List<HistoryEntry> kept = new HistoryFile(file).past();

    assertThat(kept).hasSizeBetween(1000, 10_000);
    assertThat(kept.get(kept.size() - 1).source()).isEqualTo("cell 19999");
    assertThat(Files.readAllLines(file)).hasSameSizeAs(kept);
  }

  @Test
  void whatIsBlankOrHugeIsNotKept() throws Exception {
    HistoryFile mine = new HistoryFile(file);
    mine.append(1, "  ");
    mine.append(2, "x".repeat(1_000_000));

    assertThat(new HistoryFile(file).past()).isEmpty();
  }
}
