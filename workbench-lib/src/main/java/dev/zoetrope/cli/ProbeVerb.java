package dev.zoetrope.cli;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.Workbench;
import dev.zoetrope.WorkbenchConfig;
import dev.zoetrope.backend.Capabilities;
import dev.zoetrope.backend.CapabilityProbe;
import dev.zoetrope.backend.CapabilityStore;
import dev.zoetrope.backend.ProbeDepth;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.report.CardTable;
import dev.zoetrope.report.Visible;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zoetrope probe}: finds out by asking what a server with a model really does. */
@Command(
    name = "probe",
    mixinStandardHelpOptions = true,
    description =
        "Asks a server what it really does: how many pictures it reads and in which order, what it"
            + " leaves out in silence, what a picture costs, what it remembers.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:fine", "2:usage", "3:the server is not there, or refuses every question"})
final class ProbeVerb implements Callable<Integer> {
  private final Map<String, String> environment;

  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "URI", description = "http://HOST:PORT[#MODEL], embedded:tiny.")
  private String uri = "";

  @Option(
      names = "--short",
      description = "At most four pictures in a question, no prompt that must overflow.")
  private boolean brief;

  @Option(names = "--fresh", description = "Asks anew, also if the result is known already.")
  private boolean fresh;

  @Option(
      names = "--yes",
      description = "Asks also a service elsewhere that may charge for every question.")
  private boolean yes;

  @Option(
      names = "--card",
      description = "Only shows what the server says of itself; asks its model nothing.")
  private boolean card;

  @Option(names = "--json", description = "Prints one JSON object (schema zoetrope.probe/1).")
  private boolean json;

  ProbeVerb(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() throws InterruptedException {
    if (card && json) {
      throw new IllegalArgumentException("--card is for people and --json is not; leave one out.");
    }
    WorkbenchConfig config =
        WorkbenchConfig.defaults().probesIn(CapabilityStore.usualFolder(environment));
    try (Workbench workbench = Workbench.open(config)) {
      VlmBackend backend = workbench.backend(uri);
      Capabilities known = backend.capabilities();
      if (card) {
        print(CardTable.text(backend.card(), known));
        return Failures.FINE;
      }
      show(backend, !fresh && isEnough(known) ? known : asked(backend));
    }
    return Failures.FINE;
  }

  /** What a full probe found out answers for a short one too. */
  private boolean isEnough(Capabilities known) {
    return known
        .probed()
        .filter(probed -> brief || probed.depth() == ProbeDepth.FULL)
        .map(
            probed -> {
              err().println("Probed at " + probed.at() + "; --fresh asks anew.");
              return true;
            })
        .orElse(false);
  }

  private Capabilities asked(VlmBackend backend) throws InterruptedException {
    ProbeDepth depth = brief ? ProbeDepth.SHORT : ProbeDepth.FULL;
    CapabilityProbe probe = CapabilityProbe.of(backend, depth);
    String budget =
        "At most "
            + probe.mostRequests()
            + " questions, of one token to 48, with at most "
            + probe.mostPictures()
            + " pictures in all";
    if (probe.mayCost() && !yes) {
      throw new IllegalArgumentException(
          budget
              + ", which "
              + backend.card().host()
              + " may charge for: add --yes to ask all the same, or --short for fewer.");
    }
    err().println(budget + ".");
    return backend.probe(
        depth, (what, number, of) -> err().println("probe " + number + " of " + of + ": " + what));
  }

  private void show(VlmBackend backend, Capabilities known) {
    print(
        json
            ? Visible.json(known.json())
            : CardTable.text(backend.card(), known) + "\n\n" + ProbeText.of(known));
  }

  private void print(String words) {
    line().getOut().println(words);
  }

  private PrintWriter err() {
    return line().getErr();
  }

  private CommandLine line() {
    return requireNonNull(command, "picocli sets it").commandLine();
  }
}
