package dev.zoetrope.kernel.widget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BuffersTest {
  private static final byte[] ONE = {1};
  private static final byte[] TWO = {2, 2};

  @Test
  void bytesAtAnyDepthComeOutInTheOrderOfTheirPaths() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("top", ONE);
    state.put("list", List.of("a", Map.of("deep", TWO)));

    Buffers split = Buffers.split(state);

    assertThat(split.json()).containsOnlyKeys("list");
    assertThat(split.json().get("list")).isEqualTo(List.of("a", Map.of()));
    assertThat(split.paths()).containsExactly(List.of("top"), List.of("list", 1, "deep"));
    assertThat(split.buffers()).containsExactly(ONE, TWO);
  }

  @Test
  void inListsNullKeepsThePlaceOfBytes() {
    Buffers split = Buffers.split(Map.of("frames", List.of(ONE, "x")));

    assertThat(split.json()).containsEntry("frames", Arrays.asList(null, "x"));
  }

  @Test
  void joiningPutsBytesBack() {
    List<Object> list = new ArrayList<>(Arrays.asList(null, "x"));
    Map<String, Object> inner = new LinkedHashMap<>();
    Map<String, Object> state = new LinkedHashMap<>(Map.of("frames", list, "meta", inner));
    List<Object> paths = List.of(List.of("frames", 0L), List.of("meta", "icon"));

    Map<String, Object> joined =
        Buffers.join(Map.of("state", state, "buffer_paths", paths), List.of(ONE, TWO));

    assertThat(joined.get("frames")).isEqualTo(Arrays.asList(ONE, "x"));
    assertThat(Buffers.map(joined.get("meta"))).containsEntry("icon", TWO);
  }

  @Test
  void pathsThatLeadNowhereAreLeftOut() {
    Map<String, Object> data =
        Map.of(
            "state",
            Map.of("a", new ArrayList<>(List.of(1L))),
            "buffer_paths",
            List.of(List.of("a", 9L), List.of("b", "c"), List.of(), "no path", List.of("d")));

    Map<String, Object> joined = Buffers.join(data, List.of(ONE, ONE, ONE, ONE));

    assertThat(joined).isEqualTo(Map.of("a", List.of(1L)));
  }
}
