package dev.zoetrope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.kernel.wire.Channel;
import dev.zoetrope.kernel.wire.Origin;
import dev.zoetrope.kernel.wire.Request;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HistoryTest {
  private final History history = new History(Optional.empty(), Runnable::run);

  @BeforeEach
  void fill() {
    history.add(1, "int x = 1;");
    history.add(2, "x + 1");
    history.add(3, "int x = 1;");
  }

  @Test
  void theTailIsTheNewest() {
    assertThat(ask(Map.of("hist_access_type", "tail", "n", 2)))
        .isEqualTo(List.of(List.of(0, 2, "x + 1"), List.of(0, 3, "int x = 1;")));
  }

  @Test
  void aRangeIsOfThisSessionAndEndsBeforeItsStop() {
    assertThat(ask(Map.of("hist_access_type", "range", "session", 0, "start", 1, "stop", 2)))
        .isEqualTo(List.of(List.of(0, 1, "int x = 1;")));
    assertThat(ask(Map.of("hist_access_type", "range", "session", 5))).isEqualTo(List.of());
  }

  @Test
  void aSearchTakesGlobsAndCanLeaveOutRepeats() {
    Map<String, Object> search = Map.of("hist_access_type", "search", "pattern", "int*", "n", 9);
    assertThat((List<?>) ask(search)).hasSize(2);

    assertThat(ask(Map.of("hist_access_type", "search", "pattern", "int ? = 1;", "unique", true)))
        .isEqualTo(List.of(List.of(0, 3, "int x = 1;")));
  }

  @Test
  void outputsAreAskedForByPairs() {
    assertThat(ask(Map.of("hist_access_type", "tail", "n", 1, "output", true)))
        .isEqualTo(List.of(List.of(0, 3, Arrays.asList("int x = 1;", null))));
  }

  @Test
  void anAccessThatTheProtocolDoesNotKnowIsRefused() {
    assertThatThrownBy(() -> ask(Map.of("hist_access_type", "bogus")))
        .hasMessageContaining("range, search, tail");
  }

  private Object ask(Map<String, Object> content) {
    Request request =
        new Request(Channel.SHELL, "history_request", content, Map.of(), List.of(), Origin.NONE);
    Map<String, Object> reply = history.reply(request).orElseThrow();
    assertThat(reply).containsEntry("status", "ok");
    return reply.get("history");
  }
}
