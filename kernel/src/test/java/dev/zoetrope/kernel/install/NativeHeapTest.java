package dev.zoetrope.kernel.install;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeHeapTest {
  @ParameterizedTest
  @ValueSource(strings = {"17.0.9", "17.0.15+6", "21.0.1", "22", "25.0.3", "26-ea"})
  void isGivenBackByJvmsThatCanDoSo(String version) {
    assertThat(NativeHeap.flags(Runtime.Version.parse(version))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "17.0.8", "18.0.2", "20", "21"})
  void othersAreNotGivenAFlagThatTheyDoNotKnow(String version) {
    assertThat(NativeHeap.flags(Runtime.Version.parse(version))).isEmpty();
  }
}
