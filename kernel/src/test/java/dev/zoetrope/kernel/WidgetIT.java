package dev.zoetrope.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.zoetrope.kernel.KernelClient.Exchange;
import dev.zoetrope.kernel.KernelClient.Message;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Widgets in a kernel's own process, used as a page does: over its sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
final class WidgetIT {
  private KernelProcess kernel;
  private KernelClient client;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    kernel = KernelProcess.start(folder, Map.of());
    client = kernel.client();
    client.run("1");
  }

  @AfterAll
  void end() {
    kernel.close();
  }

  @Test
  void aWidgetAsLastValueOpensItselfAndIsShownWithAFallback() {
    Exchange cell = client.run("Widgets.slider(\"speed\", 0, 10)");

    JsonObject open = cell.output("comm_open").content();
    assertThat(open.get("target_name").getAsString()).isEqualTo("jupyter.widget");
    JsonObject data = cell.output("execute_result").content().getAsJsonObject("data");
    assertThat(data.get("text/plain").getAsString()).isEqualTo("speed: 0");
    assertThat(data.getAsJsonObject("application/vnd.jupyter.widget-view+json").get("model_id"))
        .isEqualTo(open.get("comm_id"));
  }

  @Test
  void aClickIsAnsweredDuringAnEndlessLoopThoughItIsTheFirstAndItsOutputGoesToTheCellOfTheWidget() {
    Exchange made =
        client.run(
            """
            var cold = Widgets.button("cold");
            cold.onClick(() -> { System.out.println("clicked"); cold.label("warm"); });
            cold
            """);
    String madeBy = made.reply().parent();
    String comm = made.output("comm_open").content().get("comm_id").getAsString();
    String loop = client.send(client.shell, "execute_request", Map.of("code", "while (true) {}"));
    awaitInput(loop);

    String click = client.send(client.shell, "comm_msg", custom(comm, Map.of("event", "click")));
    Message update = client.awaitOutput("comm_msg");
    Message stream = client.awaitOutput("stream");

    assertThat(update.content().toString()).contains("\"description\":\"warm\"");
    assertThat(stream.parent()).isEqualTo(madeBy).isNotEqualTo(click);
    assertThat(stream.text("text")).isEqualTo("clicked\n");
    client.command("interrupt_request");
    assertThat(client.await(client.shell, loop).status()).isEqualTo("error");
  }

  private void awaitInput(String id) {
    Message input = client.awaitOutput("execute_input");
    while (!input.parent().equals(id)) {
      input = client.awaitOutput("execute_input");
    }
  }

  private static Map<String, Object> custom(String comm, Map<String, Object> content) {
    return Map.of("comm_id", comm, "data", Map.of("method", "custom", "content", content));
  }

  private static Map<String, Object> update(String comm, Map<String, Object> state) {
    return Map.of(
        "comm_id",
        comm,
        "data",
        Map.of("method", "update", "state", state, "buffer_paths", List.of()));
  }

  @Test
  void aChangeInThePageIsAValueInJavaAndIsEchoedToTheMessageThatMadeIt() {
    Exchange made = client.run("var dial = Widgets.slider(\"dial\", 0, 10);\ndial");
    String comm = made.output("comm_open").content().get("comm_id").getAsString();

    String sent = client.send(client.shell, "comm_msg", update(comm, Map.of("value", 7)));
    List<Message> answer = client.awaitIdle(sent);

    assertThat(answer).extracting(Message::type).containsExactly("status", "comm_msg", "status");
    assertThat(answer.get(1).content().toString()).contains("echo_update");
    assertThat(result(client.run("dial.value()"))).isEqualTo("7");
  }

  private static String result(Exchange cell) {
    return cell.output("execute_result")
        .content()
        .getAsJsonObject("data")
        .get("text/plain")
        .getAsString();
  }

  @Test
  void whatAListenerThrowsIsAnErrorBelowTheCellOfTheWidget() {
    Exchange made =
        client.run(
            """
            var bad = Widgets.button("bad").onClick(() -> { throw new IllegalStateException("boom"); });
            bad
            """);
    String comm = made.output("comm_open").content().get("comm_id").getAsString();

    client.send(client.shell, "comm_msg", custom(comm, Map.of("event", "click")));
    Message error = client.awaitOutput("error");

    assertThat(error.parent()).isEqualTo(made.reply().parent());
    assertThat(error.text("evalue")).isEqualTo("boom");
    assertThat(error.content().getAsJsonArray("traceback").toString())
        .contains("In a widget's listener")
        .containsPattern("lambda \\(In \\[\\d+]:1\\)");
    assertThat(result(client.run("1 + 1"))).isEqualTo("2");
  }

  @Test
  void aListenerWithoutEndIsStoppedClicksBehindItAreForgottenAndTheProcessorIsLeftAlone()
      throws Exception {
    Exchange made =
        client.run(
            """
            var endless = Widgets.button("endless");
            endless.onClick(() -> { display("looping"); while (true) {} });
            endless
            """);
    String comm = made.output("comm_open").content().get("comm_id").getAsString();
    client.send(client.shell, "comm_msg", custom(comm, Map.of("event", "click")));
    client.awaitOutput("display_data");
    String behind = client.send(client.shell, "comm_msg", custom(comm, Map.of("event", "click")));

    client.send(client.control, "interrupt_request", Map.of());
    Message error = client.awaitOutput("error");

    assertThat(error.parent()).isEqualTo(made.reply().parent());
    assertThat(error.text("evalue")).startsWith("The listener was stopped at In [");
    assertThat(client.awaitIdle(behind)).extracting(Message::type).containsOnly("status");
    kernel.awaitQuiet();
    assertThat(result(client.run("1 + 1"))).isEqualTo("2");
  }

  @Test
  void aListenerThatHangsWhileACellRunsIsEndedByTheSameStop() {
    Exchange made =
        client.run(
            """
            var hangs = Widgets.button("hangs");
            hangs.onClick(() -> {
              display("hanging");
              try { Thread.sleep(600_000); } catch (InterruptedException e) { throw new IllegalStateException(e); }
            });
            hangs
            """);
    String comm = made.output("comm_open").content().get("comm_id").getAsString();
    String loop = client.send(client.shell, "execute_request", Map.of("code", "while (true) {}"));
    awaitInput(loop);
    String click = client.send(client.shell, "comm_msg", custom(comm, Map.of("event", "click")));
    client.awaitOutput("display_data");

    client.send(client.control, "interrupt_request", Map.of());

    assertThat(client.awaitReply(client.shell, loop).text("ename")).isEqualTo("Interrupted");
    assertThat(client.awaitIdle(click)).extracting(Message::type).containsExactly("status");
    assertThat(result(client.run("1 + 1"))).isEqualTo("2");
  }

  @Test
  void aCommNobodyKnowsIsClosedAndTheKernelGoesOn() {
    String sent = client.send(client.shell, "comm_msg", custom("from-an-earlier-kernel", Map.of()));

    assertThat(client.awaitIdle(sent))
        .extracting(Message::type)
        .containsExactly("status", "comm_close", "status");
    assertThat(client.ask("comm_info_request", Map.of()).status()).isEqualTo("ok");
  }
}
