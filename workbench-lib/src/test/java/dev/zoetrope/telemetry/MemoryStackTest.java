package dev.zoetrope.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryStackTest {
  private static final Device MEMORY =
      new Device("memory", "memory", "linux", Map.of("memory_bytes", "1000"));
  private static final Device UNIFIED =
      new Device("gpu", "GB10", "nvml", Map.of("memory", "shared with the CPU (unified)"));

  @Test
  void theSlicesAddUpToAllWhateverWasRead() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      long total = 1 + random.nextInt(1000);
      MemoryStack stack =
          MemoryStack.of(total, random.nextInt(1200), random.nextInt(1200), random.nextInt(1200));

      assertThat(stack.total()).isEqualTo(total);
      assertThat(List.of(stack.gpu(), stack.other(), stack.reclaimable(), stack.free()))
          .allMatch(slice -> slice >= 0);
    }
  }

  @Test
  void whatTheGpuTookIsOfWhatIsUsed() {
    assertThat(MemoryStack.of(1000, 600, 100, 300)).isEqualTo(new MemoryStack(300, 100, 500, 100));
  }

  @Test
  void itIsOfTheNewestNumbers() {
    Recorded recorded =
        recorded(
            series("memory", "available", 900, 600),
            series("memory", "free", 500, 100),
            series("gpu", "process_memory", 10, 300));

    assertThat(MemoryStack.of(List.of(UNIFIED, MEMORY), recorded))
        .contains(new MemoryStack(300, 100, 500, 100));
  }

  @Test
  void aGpuWithMemoryOfItsOwnHasNone() {
    Device own = new Device("gpu", "H100", "nvml", Map.of("memory_bytes", "80"));
    Recorded recorded =
        recorded(
            series("memory", "available", 600),
            series("memory", "free", 100),
            series("gpu", "process_memory", 300));

    assertThat(MemoryStack.of(List.of(own, MEMORY), recorded)).isEmpty();
  }

  @Test
  void aMissingNumberIsNotMadeUp() {
    assertThat(
            MemoryStack.of(List.of(UNIFIED, MEMORY), recorded(series("memory", "available", 600))))
        .isEmpty();
  }

  private static Recorded recorded(Series... series) {
    return new Recorded(
        List.of(series),
        new SamplerReport(1, 0, OptionalDouble.empty(), 1, 0, OptionalInt.empty()));
  }

  private static Series series(String device, String name, double... values) {
    Gauge gauge = new Gauge(device, name, "B", Gauge.Kind.INSTANT, "made", OptionalDouble.empty());
    List<Sample> samples =
        Arrays.stream(values).<Sample>mapToObj(v -> new Sample.Value(0, 0, v)).toList();
    return new Series(gauge, samples);
  }
}
