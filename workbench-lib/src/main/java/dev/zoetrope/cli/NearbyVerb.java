package dev.zoetrope.cli;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.UsualPorts;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code zoetrope nearby}: names model servers of this machine and how to add them; asks none of
 * them.
 */
@Command(
    name = "nearby",
    mixinStandardHelpOptions = true,
    description =
        "Names model servers that listen on this machine's usual ports, and asks none of them.")
final class NearbyVerb implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    List<UsualPorts.Found> found = UsualPorts.listening();
    if (found.isEmpty()) {
      say("No model server listens on this machine's usual ports.");
    }
    found.forEach(this::say);
    return Failures.FINE;
  }

  private void say(UsualPorts.Found found) {
    say(
        "Port "
            + found.port()
            + " listens, usually "
            + found.likelyName()
            + ". "
            + found.caveat().orElseGet(() -> add(found.uri())));
  }

  private static String add(String uri) {
    return "To add it: ./zoetrope notebook notebooks/01-side-by-side.ipynb -p backends=embedded:tiny,"
        + uri;
  }

  private void say(String line) {
    requireNonNull(command, "picocli sets it").commandLine().getOut().println(line);
  }
}
