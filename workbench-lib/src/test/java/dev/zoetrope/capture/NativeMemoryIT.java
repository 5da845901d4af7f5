package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.metrics.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class NativeMemoryIT {
  /** A 640x480 picture takes 0.46 MB: losing one per round would show as 184 MB. */
  private static final int ROUNDS = 400;

  /** The heap may still grow a little. */
  private static final long BOUND_KIB = 90 * 1024;

  @TempDir Path folder;

  @Test
  void openingReadingAndClosingGivesAllMemoryBack() throws Exception {
    Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/status")), "needs /proc");
    Path clip = folder.resolve("clip.mp4");
    ClipMaker.write("synthetic:counter?size=640x480&frames=30", clip);
    rounds(clip, 200);
    long pointers = Pointer.totalBytes();
    long before = residentKib();
    rounds(clip, ROUNDS);
    System.gc();
    assertThat(residentKib() - before).isLessThan(BOUND_KIB);
    assertThat(Pointer.totalBytes() - pointers).isLessThan(1_000_000);
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
