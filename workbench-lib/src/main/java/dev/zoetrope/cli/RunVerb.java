package dev.zoetrope.cli;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.Workbench;
import dev.zoetrope.WorkbenchConfig;
import dev.zoetrope.experiment.DryRun;
import dev.zoetrope.experiment.Plan;
import dev.zoetrope.experiment.PlanFile;
import dev.zoetrope.experiment.PlanRun;
import dev.zoetrope.experiment.RunSummary;
import dev.zoetrope.report.Visible;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zoetrope run}: all questions of a plan, into the log, however often it is interrupted. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description =
        "Asks all questions of a plan (docs/experiments.md) and keeps each answer in the log as it"
            + " comes. Ctrl-C ends it cleanly; --resume goes on, also after it was killed.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:fine",
      "2:usage, or a mistake in the plan",
      "3:a backend, a source or the log failed; what the others answered is in the log"
    })
final class RunVerb implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "PLAN", description = "A plan as YAML.")
  private Path file = Path.of("plan.yaml");

  @Option(
      names = "--dry",
      description = "Ask nobody: say how much it is, and what cannot be asked and why.")
  private boolean dry;

  @Option(
      names = "--resume",
      description = "Go on with the newest run of this plan in the log; begin where there is none.")
  private boolean resume;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      defaultValue = "runs/log.jsonl",
      description = "The log to append to (${DEFAULT-VALUE}).")
  private Path log = Path.of("runs", "log.jsonl");

  @Override
  public Integer call() throws InterruptedException {
    Plan plan = PlanFile.read(file);
    try (Workbench workbench = Workbench.open(WorkbenchConfig.defaults().logTo(log))) {
      PlanRun run = workbench.plan(plan);
      return dry ? rehearsed(run.dry(resume)) : asked(run);
    }
  }

  private int rehearsed(DryRun before) {
    line().getOut().print(Visible.of(RunText.of(before)));
    line().getOut().flush();
    return Failures.FINE;
  }

  private int asked(PlanRun run) throws InterruptedException {
    try (RunScreen screen = new RunScreen(line().getErr())) {
      RunSummary summary = resume ? run.resume(screen::show) : run.run(screen::show);
      screen.close();
      line().getOut().print(Visible.of(RunText.of(summary)));
      line().getOut().flush();
      return code(summary);
    }
  }

  private static int code(RunSummary summary) {
    if (summary.end() == RunSummary.End.STOPPED) {
      return Failures.STOPPED;
    }
    return summary.anyFailed() ? Failures.UNAVAILABLE : Failures.FINE;
  }

  private CommandLine line() {
    return requireNonNull(command, "picocli sets it").commandLine();
  }
}
