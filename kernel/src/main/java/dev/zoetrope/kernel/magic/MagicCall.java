package dev.zoetrope.kernel.magic;

import dev.zoetrope.kernel.display.CellOutput;
import dev.zoetrope.kernel.display.Displays;
import java.util.List;
import java.util.Optional;

/** One call of a magic: its arguments, and what it may work with. Confined to the cell's thread. */
public final class MagicCall {
  private final MagicSpec spec;
  private final Part.Call call;
  private final Arguments arguments;
  private final MagicContext context;

  MagicCall(MagicSpec spec, Part.Call call, MagicContext context) {
    this.spec = spec;
    this.call = call;
    this.arguments = Arguments.parse(spec, call.arguments());
    this.context = context;
  }

  /** Whether it heads a cell. */
  public boolean isCell() {
    return call.cell();
  }

  /** What was given beside options. */
  public List<String> words() {
    return arguments.words();
  }

  /** Whether an option was given. */
  public boolean has(String option) {
    return arguments.options().containsKey(option);
  }

  /** The value of an option, the last one if it was given more than once. */
  public Optional<String> option(String option) {
    List<String> values = options(option);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
  }

  /** All values of an option. */
  public List<String> options(String option) {
    return List.copyOf(arguments.options().getOrDefault(option, List.of()));
  }

  /**
   * The value of an option as a whole number.
   *
   * @throws MagicException if it is none, or out of bounds
   */
  public int number(String option, int otherwise, int least, int most) {
    return option(option).map(text -> number(option, text, least, most)).orElse(otherwise);
  }

  private int number(String option, String text, int least, int most) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw wrong(option + " takes a whole number, not \"" + text + "\".");
    }
    throw wrong(option + " takes a number from " + least + " to " + most + ", not " + text + ".");
  }

  /**
   * The cell below the magic, each line under its number in the cell; of a magic that takes code
   * also what stands beside it.
   */
  public String body() {
    if (arguments.code().isEmpty()) {
      return call.body();
    }
    int column = call.column() + call.arguments().length() - arguments.code().length();
    String below = call.cell() ? call.body().substring(call.line() - 1) : "";
    return "\n".repeat(call.line() - 1) + " ".repeat(column) + arguments.code() + below;
  }

  /** The Java session. */
  public CellSession session() {
    return context.session();
  }

  /** Shows values in the cell. */
  public Displays displays() {
    return context.displays();
  }

  /** Where the cell's text goes. */
  public CellOutput output() {
    return context.output();
  }

  /** Prints text as the cell's own. */
  public void print(String text) {
    context.output().print("stdout", text);
  }

  /** An error of the caller: the sentence, and how the magic is written. */
  public MagicException wrong(String sentence) {
    return Arguments.wrong(spec, sentence);
  }
}
