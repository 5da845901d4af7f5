package dev.zoetrope.backend;

import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.metrics.SuppressForbidden;
import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the first answer of a fresh JVM costs: {@code FirstAnswer URI PICTURE…} prints the answer,
 * then the resident megabytes before the backend was connected, after its first answer and after a
 * hundred. The clock is the caller's.
 */
public final class FirstAnswer {
  private static final int MORE = 99;

  private FirstAnswer() {}

  @SuppressForbidden("a program whose result is what it prints")
  public static void main(String[] words) throws IOException, InterruptedException {
    List<ContentPart> parts = new ArrayList<>();
    for (String picture : List.of(words).subList(1, words.length)) {
      parts.add(
          new ContentPart.Image(EncodedImage.ofForeign(Files.readAllBytes(Path.of(picture)))));
    }
    parts.add(new ContentPart.Text("What do you see?"));
    VlmRequest request = new VlmRequest(parts, Sampling.greedy(24));
    try (BackendRegistry registry = BackendRegistry.open(Ticker.system())) {
      double before = resident();
      VlmBackend backend = registry.connect(words[0]);
      System.out.println(backend.stream(request).read(event -> {}).text().strip());
      System.out.flush();
      double first = resident();
      for (int i = 0; i < MORE; i++) {
        backend.stream(request).read(event -> {});
      }
      System.out.println(before + " " + first + " " + resident());
    }
  }

  private static double resident() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
      }
    }
    return Double.NaN;
  }
}
