package dev.zoetrope.cli;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.ruler.ScriptedVlmServer;
import dev.zoetrope.ruler.ServerScript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code zoetrope scripted-server}: a server whose truth is known, to try any client against. */
@Command(
    name = "scripted-server",
    mixinStandardHelpOptions = true,
    description = {
      "A model server without a model, on this machine only: answers as the script says, as OpenAI,"
          + " Ollama, llama.cpp, Anthropic or Gemini do, until Ctrl-C.",
      "GET /truth tells when each request was read and each piece written, in nanoseconds."
    })
final class ScriptedServerVerb implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Option(
      names = "--script",
      paramLabel = "FILE|JSON",
      defaultValue = "{}",
      description =
          "What it does: a file, or an object such as {\"ttft_ms\": 100, \"itl_ms\": 20,"
              + " \"tokens\": 64}.")
  private String script = "{}";

  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "0",
      description = "Where it listens; 0 takes a free one (${DEFAULT-VALUE}).")
  private int port;

  @Override
  public Integer call() throws InterruptedException {
    try (ScriptedVlmServer server = ScriptedVlmServer.start(ServerScript.parse(text()), port)) {
      requireNonNull(command, "picocli sets it").commandLine().getOut().println(server.uri());
      new CountDownLatch(1).await();
    }
    return Failures.FINE;
  }

  private String text() {
    if (script.strip().startsWith("{")) {
      return script;
    }
    try {
      return Files.readString(Path.of(script));
    } catch (IOException e) {
      throw new UncheckedIOException("The script " + script + " cannot be read.", e);
    }
  }
}
