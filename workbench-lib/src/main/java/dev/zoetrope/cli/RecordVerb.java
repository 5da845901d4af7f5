package dev.zoetrope.cli;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.Workbench;
import dev.zoetrope.WorkbenchConfig;
import dev.zoetrope.backend.Sampling;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.capture.RecordedClip;
import dev.zoetrope.capture.Recorder;
import dev.zoetrope.capture.RecorderOptions;
import dev.zoetrope.capture.Source;
import dev.zoetrope.capture.SourceException;
import dev.zoetrope.compare.Answer;
import dev.zoetrope.compare.ComparisonCancelled;
import dev.zoetrope.compare.ComparisonResult;
import dev.zoetrope.experiment.ClipLog;
import dev.zoetrope.media.Window;
import dev.zoetrope.report.Visible;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code zoetrope record}: a live source into a film, with what backends say of it. */
@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a live source into a film. With --backend and --prompt, asks about the newest picture"
          + " again and again; the answers become subtitles beside the film and lines of the log."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:fine", "2:usage", "3:the source failed, or the file cannot be written"})
final class RecordVerb implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Option(
      names = "--source",
      required = true,
      description = "rtsp://…, http://…, camera:0, screen:, live:CLIP …")
  private String source = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = ".mp4 (H.264), .webm (VP8), or .mkv (every pixel as it came).")
  private Path out = Path.of("");

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description = "How long: 20s, 5m; until Ctrl-C otherwise.")
  private @Nullable String length;

  @Option(names = "--burn", description = "Draw time, question and answers into the pictures.")
  private boolean burn;

  @Option(names = "--backend", description = "Who is asked; repeat it.")
  private List<String> backends = List.of();

  @ArgGroup private @Nullable PromptOption prompt;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      defaultValue = "2s",
      description = "From one question to the next at least (${DEFAULT-VALUE}).")
  private String every = "2s";

  @Option(
      names = "--max-tokens",
      defaultValue = "128",
      description = "At most so many tokens an answer.")
  private int maxTokens;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      defaultValue = "runs/log.jsonl",
      description = "The log to append to (${DEFAULT-VALUE}).")
  private Path log = Path.of("runs", "log.jsonl");

  @Override
  public Integer call() throws InterruptedException {
    RecorderOptions options = options();
    Duration pause = RecorderOptions.plain().lasting(every).length().orElseThrow();
    try (Workbench workbench = Workbench.open(WorkbenchConfig.defaults().logTo(log))) {
      List<VlmBackend> vlms =
          backends.stream().map(uri -> DownBackend.orConnected(uri, workbench::backend)).toList();
      Source opened = workbench.source(source);
      try (Recorder recorder = Recorder.start(opened, out, options)) {
        return recorded(workbench, new Session(opened, recorder, vlms, pause));
      }
    }
  }

  /** Who asks whom about what, how often. */
  private record Session(Source source, Recorder recorder, List<VlmBackend> vlms, Duration pause) {}

  private RecorderOptions options() {
    if (backends.isEmpty() != (prompt == null)) {
      throw new IllegalArgumentException("Give --backend and --prompt together, or neither.");
    }
    if (Files.exists(out)) {
      throw new IllegalArgumentException(
          out + " is there already: give another --out, or remove it.");
    }
    RecorderOptions plain = RecorderOptions.plain();
    RecorderOptions words = burn ? plain.withWords() : plain;
    RecorderOptions options = length == null ? words : words.lasting(length);
    Writable.file(out, "--out");
    return options;
  }

  private int recorded(Workbench workbench, Session session) throws InterruptedException {
    ClipLog kept = workbench.experiments().recording(session.recorder.first());
    try {
      converse(workbench, session, kept);
      return ended(session.recorder.await(), kept, Failures.FINE);
    } catch (InterruptedException | ComparisonCancelled e) {
      // The flag would close the file that is being written.
      boolean unused = Thread.interrupted();
      return ended(session.recorder.stop(), kept, Failures.STOPPED);
    }
  }

  /** About the first picture, then about the newest again and again. */
  private void converse(Workbench workbench, Session session, ClipLog kept)
      throws InterruptedException {
    PromptOption question = prompt;
    if (question == null) {
      return;
    }
    Duration begin = session.recorder.first().begin();
    ask(workbench, session, kept, () -> session.source.at(begin));
    while (!session.recorder.over(session.pause)) {
      ask(workbench, session, kept, session.source::latest);
    }
  }

  private void ask(Workbench workbench, Session session, ClipLog kept, Supplier<Window> look) {
    try {
      String question = requireNonNull(prompt, "prompt is null").text();
      Window shown = look.get();
      ComparisonResult result =
          workbench.compare(shown, session.vlms).sampling(Sampling.greedy(maxTokens)).ask(question);
      session.recorder.say(shown.last().time(), words(question, result));
      kept.asked(result);
    } catch (SourceException e) {
      // No picture, nothing to ask about: the recorder goes on, and knows when it is over.
      line().getErr().println("zoetrope: " + Visible.of(String.valueOf(e.getMessage())));
    }
  }

  private static String words(String question, ComparisonResult result) {
    StringBuilder words = new StringBuilder(question.strip());
    for (Answer answer : result.answers()) {
      String said = answer.outcome().text().strip();
      words.append('\n').append(answer.slot().backend().model()).append(": ");
      words.append(said.isEmpty() ? answer.outcome().flaw().orElse("") : said);
    }
    return words.toString();
  }

  private int ended(RecordedClip clip, ClipLog kept, int code) {
    kept.ended(clip);
    line()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s: %d pictures of %dx%d in %.1f s, %d dropped%n",
            Visible.of(clip.file().toString()),
            clip.pictures(),
            clip.width(),
            clip.height(),
            clip.length().toMillis() / 1e3,
            clip.dropped());
    return code;
  }

  private CommandLine line() {
    return requireNonNull(command, "picocli sets it").commandLine();
  }
}
