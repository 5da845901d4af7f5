package dev.zoetrope.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NvmlProcessesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"NEW", "OLD", "R535", "UNIFIED"})
  void eachProcessCountsOnceWhateverItsRowsLength(String driver) throws Exception {
    NvmlStub stub = NvmlStub.build(folder, driver);
    try (NvmlProvider gpu = NvmlProvider.open(stub.paths(), () -> 0)) {
      assertThat(KernelTreeRig.read(gpu, "process_memory")).isEqualTo(40_000);
    }
  }

  @Test
  void aGpuWithoutProcessesHasNone() throws Exception {
    NvmlStub stub = NvmlStub.build(folder, "IDLE");
    try (NvmlProvider gpu = NvmlProvider.open(stub.paths(), () -> 0)) {
      assertThat(KernelTreeRig.read(gpu, "process_memory")).isZero();
    }
  }

  @Test
  void memoryThatTheDriverDoesNotTellIsAGap() throws Exception {
    NvmlStub stub = NvmlStub.build(folder, "WDDM");
    try (NvmlProvider gpu = NvmlProvider.open(stub.paths(), () -> 0)) {
      assertThatThrownBy(() -> KernelTreeRig.read(gpu, "process_memory"))
          .isInstanceOf(Probe.Unread.class)
          .hasMessageContaining("does not tell the memory of a process");
    }
  }

  @Test
  void aRefusedListIsAGapWithItsReason() throws Exception {
    NvmlStub stub = NvmlStub.build(folder, "REFUSED");
    stub.failNext("processes", NvmlCode.NO_PERMISSION, 9);
    stub.failNext("graphics processes", NvmlCode.NO_PERMISSION, 9);
    try (NvmlProvider gpu = NvmlProvider.open(stub.paths(), () -> 0)) {
      assertThatThrownBy(() -> KernelTreeRig.read(gpu, "process_memory"))
          .isInstanceOf(Probe.Unread.class)
          .hasMessage(NvmlCode.words(NvmlCode.NO_PERMISSION));
    }
  }
}
