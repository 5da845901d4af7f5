package dev.zoetrope.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.kernel.KernelClient.Exchange;
import dev.zoetrope.kernel.KernelClient.Message;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What any kernel of this protocol must do, whatever carries the messages. Each message that comes
 * is held against the {@link Schema} by the client.
 */
abstract class ProtocolSuite {
  abstract KernelClient client();

  @ParameterizedTest
  @CsvSource({
    "kernel_info_request, kernel_info_reply",
    "comm_info_request, comm_info_reply",
    "history_request, history_reply",
    "is_complete_request, is_complete_reply",
    "complete_request, complete_reply",
    "inspect_request, inspect_reply",
    "execute_request, execute_reply",
    "connect_request, connect_reply",
  })
  void everyRequestHasItsReplyBetweenBusyAndIdle(String request, String reply) {
    Exchange exchange = client().ask(request, Map.of("code", "1", "cursor_pos", 1));

    assertThat(exchange.reply().type()).isEqualTo(reply);
    assertThat(states(exchange)).containsExactly("busy", "idle");
  }

  @Test
  void everyRequestWithoutContentIsAnsweredAsWell() {
    for (String type : List.of("execute", "complete", "inspect", "is_complete", "history")) {
      assertThat(client().ask(type + "_request", Map.of()).reply().type())
          .isEqualTo(type + "_reply");
    }
  }

  @Test
  void aHistoryRequestOfAnUnknownSortIsAnsweredWithAnError() {
    Exchange asked = client().ask("history_request", Map.of("hist_access_type", "bogus"));

    assertThat(asked.status()).isEqualTo("error");
    assertThat(asked.reply().text("evalue")).contains("range, search, tail");
  }

  @Test
  void controlAnswersInfoAndInterruptWhenNothingRuns() {
    assertThat(client().command("kernel_info_request").status()).isEqualTo("ok");
    assertThat(client().command("interrupt_request").status()).isEqualTo("ok");
    assertThat(client().run("1 + 1").status()).isEqualTo("ok");
  }

  @Test
  void everySortOfOutputFitsTheSchema() {
    Exchange cell =
        client()
            .run(
                "System.out.println(1); System.err.println(2); var d = display(3); d.update(4);"
                    + " clearOutput(true); 5");

    assertThat(cell.outputs())
        .extracting(Message::type)
        .contains(
            "execute_input",
            "stream",
            "display_data",
            "update_display_data",
            "clear_output",
            "execute_result");
  }

  @Test
  void theCountGoesUpByOneForEachCell() {
    int first = client().run("1").reply().content().get("execution_count").getAsInt();

    assertThat(client().run("nowhere").reply().content().get("execution_count").getAsInt())
        .isEqualTo(first + 1);
    assertThat(client().run("2").reply().content().get("execution_count").getAsInt())
        .isEqualTo(first + 2);
  }

  @Test
  void anUnknownTargetOfACommIsClosed() {
    String id =
        client()
            .send(
                client().shell,
                "comm_open",
                Map.of("comm_id", "c9", "target_name", "nowhere", "data", Map.of()));

    assertThat(client().awaitIdle(id)).extracting(Message::type).contains("comm_close");
  }

  private static List<String> states(Exchange exchange) {
    return exchange.outputs("status").stream().map(m -> m.text("execution_state")).toList();
  }
}
