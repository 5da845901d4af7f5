package dev.zoetrope.kernel.widget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.kernel.widget.Page.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CommsTest {
  private final Page page = new Page();

  @AfterEach
  void close() {
    page.close();
  }

  @Test
  void aCommToAnUnknownTargetIsClosedAgain() {
    page.open("c1", "nowhere");

    assertThat(page.take()).extracting(Seen::type, Seen::id).containsExactly(closed("c1"));
    assertThat(page.info("")).isEmpty();
  }

  private static org.assertj.core.groups.Tuple closed(String id) {
    return org.assertj.core.groups.Tuple.tuple("comm_close", id);
  }

  @Test
  void aMessageOnACommOfAnEarlierKernelIsAnsweredWithItsClose() {
    page.message("from-before", Map.of("method", "update"));

    assertThat(page.take()).extracting(Seen::type, Seen::id).containsExactly(closed("from-before"));
  }

  @Test
  void aRegisteredTargetTakesCommsMessagesAndTheirClose() {
    List<Object> heard = new ArrayList<>();
    page.comms.register(
        "mine",
        (comm, data, buffers) -> {
          heard.add(data.get("hello"));
          comm.onMessage((more, bytes) -> heard.add(more.get("n") + ":" + bytes.size()));
          comm.onClose(() -> heard.add("closed"));
        });

    page.open("c1", "mine");
    page.message("c1", Map.of("n", 2L), new byte[] {1});
    assertThat(page.info("mine")).containsOnlyKeys("c1");
    page.close("c1");

    assertThat(heard).containsExactly(1L, "2:1", "closed");
    assertThat(page.info("mine")).isEmpty();
  }

  @Test
  void theKernelOpensSendsAndClosesOnce() {
    Comm comm = page.comms.open("page.target", Map.of("a", 1));
    comm.send(Map.of("b", 2), List.of(new byte[] {5}));
    comm.close();
    comm.close();
    comm.send(Map.of("late", true), List.of());

    List<Seen> sent = page.take();
    assertThat(sent).extracting(Seen::type).containsExactly("comm_open", "comm_msg", "comm_close");
    assertThat(sent.get(1).buffers()).containsExactly(new byte[] {5});
  }

  @Test
  void aListenerThatFailsIsShownAndTheNextMessageIsHeard() {
    List<Object> heard = new ArrayList<>();
    page.comms.register(
        "mine",
        (comm, data, buffers) ->
            comm.onMessage(
                (more, bytes) -> {
                  heard.add(more);
                  throw new StackOverflowError("deep");
                }));
    page.open("c1", "mine");

    page.message("c1", Map.of());
    page.message("c1", Map.of());

    assertThat(heard).hasSize(2);
    assertThat(page.failures).hasSize(2).allMatch(StackOverflowError.class::isInstance);
  }
}
