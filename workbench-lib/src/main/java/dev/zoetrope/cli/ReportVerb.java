package dev.zoetrope.cli;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.experiment.RunReader;
import dev.zoetrope.experiment.RunRecord;
import dev.zoetrope.report.CsvTable;
import dev.zoetrope.report.MarkdownTable;
import dev.zoetrope.report.RunPage;
import dev.zoetrope.report.RunTables;
import dev.zoetrope.report.TextTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zoetrope report}: what came of a run. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description =
        "Shows what came of a run: shares of right answers and medians for each backend and"
            + " encoding; writes it as a page, Markdown or CSV.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:fine", "2:usage, or no such run", "3:a file cannot be read or written"})
final class ReportVerb implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Parameters(
      paramLabel = "LOG[#RUN]",
      arity = "0..1",
      defaultValue = "runs/log.jsonl",
      description = "A log, and which of its runs; the newest otherwise (${DEFAULT-VALUE}).")
  private String log = "";

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page that needs no network.")
  private @Nullable Path html;

  @Option(names = "--markdown", paramLabel = "FILE", description = "Write it for a pull request.")
  private @Nullable Path markdown;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Write every answer with its numbers.")
  private @Nullable Path csv;

  @Override
  public Integer call() {
    Optional.ofNullable(html).ifPresent(file -> Writable.file(file, "--html"));
    Optional.ofNullable(markdown).ifPresent(file -> Writable.file(file, "--markdown"));
    Optional.ofNullable(csv).ifPresent(file -> Writable.file(file, "--csv"));
    RunRecord run = run();
    command().commandLine().getOut().println(TextTable.rows(RunTables.summary(run)));
    RunTables.byKind(run)
        .ifPresent(table -> command().commandLine().getOut().println("\n" + TextTable.rows(table)));
    write(html, () -> RunPage.html(run));
    write(markdown, () -> markdown(run));
    write(csv, () -> CsvTable.of(RunTables.answers(run)));
    return Failures.FINE;
  }

  private RunRecord run() {
    int mark = log.lastIndexOf('#');
    return mark < 0
        ? RunReader.read(Path.of(log), Optional.empty())
        : RunReader.read(Path.of(log.substring(0, mark)), Optional.of(log.substring(mark + 1)));
  }

  private static String markdown(RunRecord run) {
    return MarkdownTable.of(RunTables.summary(run))
        + RunTables.byKind(run).map(table -> "\n" + MarkdownTable.of(table)).orElse("");
  }

  private void write(@Nullable Path file, Supplier<String> content) {
    if (file != null) {
      try {
        Files.writeString(file, content.get());
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot write " + file + ": " + e.getMessage(), e);
      }
      command().commandLine().getErr().println("wrote " + file.toAbsolutePath());
    }
  }

  private CommandSpec command() {
    return requireNonNull(command, "picocli sets it");
  }
}
