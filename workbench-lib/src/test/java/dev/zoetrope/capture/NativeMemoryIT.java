package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.metrics.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class NativeMemoryIT {
  /** A 640x480 picture takes 0.46 MB: losing one per round would show as 184 MB in every window. */
  private static final int ROUNDS = 400;

  /** Half of what a leak would show. */
  private static final long BOUND_KIB = 90 * 1024;

  /**
   * The heap and the allocator's arenas grow in steps, so one window may hold such a step; a leak
   * grows in each of them.
   */
  private static final int WINDOWS = 3;

  @TempDir Path folder;

  @Test
  void openingReadingAndClosingGivesAllMemoryBack() throws Exception {
    Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/status")), "needs /proc");
    Path clip = folder.resolve("clip.mp4");
    ClipMaker.write("synthetic:counter?size=640x480&frames=30", clip);
    rounds(clip, 200);
    long pointers = Pointer.totalBytes();
    assertThat(growths(clip)).anyMatch(growth -> growth < BOUND_KIB);
    assertThat(Pointer.totalBytes() - pointers).isLessThan(1_000_000);
  }

  private static List<Long> growths(Path clip) throws Exception {
    List<Long> growths = new ArrayList<>();
    for (int window = 0; window < WINDOWS; window++) {
      System.gc();
      long before = residentKib();
      rounds(clip, ROUNDS);
      System.gc();
      growths.add(residentKib() - before);
    }
    return growths;
  }

  private static void rounds(Path clip, int count) {
    for (int i = 0; i < count; i++) {
      try (SourceRegistry sources = SourceRegistry.open(Ticker.system());
          FrameEncoder encoder = FrameEncoder.open(Ticker.system())) {
        Source source = sources.open(clip.toString());
        assertThat(encoder.encode(source.at("0.5s").last()).image().width()).isEqualTo(640);
      }
    }
  }

  private static long residentKib() throws Exception {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
