package dev.zoetrope.cli;

import dev.zoetrope.backend.BackendException;
import dev.zoetrope.capture.SourceException;
import dev.zoetrope.models.ModelException;
import dev.zoetrope.report.Visible;
import java.util.Set;
import picocli.CommandLine;

/** Turns what went wrong into one sentence and an exit code; only a defect shows its stack. */
final class Failures
    implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler {
  private static final Set<String> MISSPELT = Set.of("unknown_scheme", "bad_parameter", "bad_time");

  static final int FINE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int UNAVAILABLE = 3;

  /** As shells say of a process that Ctrl-C ended. */
  static final int STOPPED = 130;

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
    if (failure instanceof InterruptedException) {
      line.getErr().println("zoetrope: stopped");
      return STOPPED;
    }
    line.getErr().println("zoetrope: " + Visible.of(String.valueOf(failure.getMessage())));
    if (code(failure) == FAILED) {
      failure.printStackTrace(line.getErr());
    }
    return code(failure);
  }

  @Override
  public int handleParseException(CommandLine.ParameterException failure, String[] words) {
    CommandLine line = failure.getCommandLine();
    line.getErr().println("zoetrope: " + Visible.of(sentence(failure)));
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, line.getErr())) {
      line.getErr().println("See " + line.getCommandSpec().qualifiedName() + " --help.");
    }
    return USAGE;
  }

  /** What a converter said about the value, else what picocli says about the word. */
  private static String sentence(CommandLine.ParameterException failure) {
    Throwable cause = failure.getCause();
    return cause instanceof IllegalArgumentException && !(cause instanceof NumberFormatException)
        ? String.valueOf(cause.getMessage())
        : String.valueOf(failure.getMessage());
  }

  private static int code(Exception failure) {
    if (failure instanceof BackendException.UnknownBackend
        || failure instanceof BackendException.BadSettings
        || failure instanceof IllegalArgumentException
        || isMisspelt(failure)) {
      return USAGE;
    }
    if (failure instanceof BackendException
        || failure instanceof SourceException
        || failure instanceof ModelException) {
      return UNAVAILABLE;
    }
    return failure instanceof java.io.UncheckedIOException ? UNAVAILABLE : FAILED;
  }

  /** A source that no machine could open, as against one that is not there today. */
  private static boolean isMisspelt(Exception failure) {
    return failure instanceof SourceException source && MISSPELT.contains(source.code());
  }
}
