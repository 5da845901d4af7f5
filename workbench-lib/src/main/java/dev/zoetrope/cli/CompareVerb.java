package dev.zoetrope.cli;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.LiveQuestion;
import dev.zoetrope.Question;
import dev.zoetrope.Workbench;
import dev.zoetrope.WorkbenchConfig;
import dev.zoetrope.backend.Sampling;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.capture.Source;
import dev.zoetrope.compare.Answer;
import dev.zoetrope.compare.ComparisonCancelled;
import dev.zoetrope.compare.ComparisonResult;
import dev.zoetrope.compare.Outcome;
import dev.zoetrope.experiment.NotLogged;
import dev.zoetrope.experiment.ResultJson;
import dev.zoetrope.media.Window;
import dev.zoetrope.report.ResultPage;
import dev.zoetrope.report.TextTable;
import dev.zoetrope.report.Visible;
import dev.zoetrope.temporal.Encoding;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code zoetrope compare}: one question to several backends, the answers as a table, JSON or a
 * page.
 */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Asks several backends about the same frames.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:fine",
      "2:usage",
      "3:a backend or the source failed; what the others answered is printed"
    })
final class CompareVerb implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Option(
      names = "--source",
      required = true,
      description = "A clip, a folder of stills, synthetic:SCENE; what is live with --live.")
  private String source = "";

  @Mixin private FramesOption frames = new FramesOption();

  @Option(
      names = "--backend",
      required = true,
      description = "embedded:tiny, http://HOST:PORT[#MODEL], a name in backends.yaml; repeat it.")
  private List<String> backends = List.of();

  @ArgGroup(multiplicity = "1")
  private PromptOption prompt = new PromptOption();

  @Option(
      names = "--encoding",
      converter = EncodingOption.class,
      description = "How frames are shown: ${COMPLETION-CANDIDATES}; repeat it.",
      completionCandidates = EncodingOption.Names.class)
  private List<Encoding> encodings = List.of();

  @Option(
      names = "--max-tokens",
      defaultValue = "128",
      description = "At most so many tokens an answer.")
  private int maxTokens;

  @Option(names = "--repeat", defaultValue = "1", description = "Ask each so often.")
  private int repeat;

  @Option(names = "--at-once", description = "Ask all at once, also those that share a machine.")
  private boolean atOnce;

  @Option(names = "--json", description = "Print one JSON object (schema zoetrope.compare/1).")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page with pictures, table and chart.")
  private @Nullable Path html;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      defaultValue = "runs/log.jsonl",
      description = "The log to append to (${DEFAULT-VALUE}).")
  private Path log = Path.of("runs", "log.jsonl");

  @Mixin private LiveOption live = new LiveOption();

  @Override
  public Integer call() throws InterruptedException {
    live.requireFits(json || html != null || repeat != 1 || atOnce || encodings.size() > 1);
    Optional.ofNullable(html).ifPresent(file -> Writable.file(file, "--html"));
    try (Workbench workbench =
        Workbench.open(live.told(WorkbenchConfig.defaults().logTo(log), line().getOut()))) {
      return live.wanted()
          ? live(workbench)
          : asked(workbench, question(workbench, frames.of(source(workbench))));
    }
  }

  private int live(Workbench workbench) throws InterruptedException {
    Source opened = source(workbench);
    LiveQuestion question =
        frames.of(workbench.live(opened, vlms(workbench))).sampling(Sampling.greedy(maxTokens));
    encodings.forEach(question::as);
    return live.run(question, prompt.text(), line().getOut());
  }

  private int asked(Workbench workbench, Question question) {
    try {
      ComparisonResult result = question.ask(prompt.text());
      show(workbench, result);
      return result.anyFailed() ? failed(result) : Failures.FINE;
    } catch (ComparisonCancelled e) {
      // The flag would close the files that the partial answers go to.
      boolean unused = Thread.interrupted();
      show(workbench, e.result());
      return Failures.STOPPED;
    } catch (NotLogged e) {
      show(workbench, e.result());
      throw e;
    }
  }

  private Source source(Workbench workbench) {
    if (source.isBlank()) {
      throw new IllegalArgumentException(
          "The source is empty: give --source a clip, a folder of stills or synthetic:SCENE.");
    }
    return workbench.source(source);
  }

  private Question question(Workbench workbench, Window window) {
    Question question =
        workbench
            .compare(window, vlms(workbench))
            .times(repeat)
            .sampling(Sampling.greedy(maxTokens));
    if (!encodings.isEmpty()) {
      question.as(encodings.toArray(Encoding[]::new));
    }
    return atOnce ? question.atOnce() : question;
  }

  /** A server that is down costs its own answers, not those of the others. */
  private List<VlmBackend> vlms(Workbench workbench) {
    return backends.stream().map(uri -> DownBackend.orConnected(uri, workbench::backend)).toList();
  }

  private void show(Workbench workbench, ComparisonResult result) {
    PrintWriter out = line().getOut();
    out.println(
        json
            ? Visible.json(ResultJson.of(result, workbench.experiments().machine()))
            : TextTable.of(result.table()));
    Optional.ofNullable(html).ifPresent(file -> page(workbench, result, file));
  }

  private void page(Workbench workbench, ComparisonResult result, Path file) {
    try {
      Files.writeString(file, ResultPage.html(result, workbench.experiments().machine()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the page " + file + ": " + e.getMessage(), e);
    }
    line().getErr().println("page: " + file.toAbsolutePath());
  }

  private int failed(ComparisonResult result) {
    result.answers().stream()
        .map(Answer::outcome)
        .filter(Outcome.Failed.class::isInstance)
        .map(outcome -> ((Outcome.Failed) outcome).message())
        .distinct()
        .forEach(message -> line().getErr().println("zoetrope: " + Visible.of(message)));
    return Failures.UNAVAILABLE;
  }

  private CommandLine line() {
    return requireNonNull(command, "picocli sets it").commandLine();
  }
}
