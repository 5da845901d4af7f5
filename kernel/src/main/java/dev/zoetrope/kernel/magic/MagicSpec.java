package dev.zoetrope.kernel.magic;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a magic is called, what it takes and what it does. Immutable.
 *
 * @param name without the per cent sign
 * @param kind whether it stands on a line, heads a cell, or either
 * @param arguments what stands for its arguments in the help, for example {@code PATH…}; empty if
 *     it takes none
 * @param summary one sentence
 * @param options what it takes beside the arguments
 * @param examples whole cells, each of which works as it stands
 * @param isCode whether its arguments are Java, to be left as they are written
 */
public record MagicSpec(
    String name,
    Kind kind,
    String arguments,
    String summary,
    List<MagicOption> options,
    List<String> examples,
    boolean isCode) {

  /** More options than this would hide in the usage what it is about. */
  private static final int FEW = 3;

  /** Where a magic may stand. */
  public enum Kind {
    /** On a line of its own, between lines of Java. */
    LINE,
    /** At the head of a cell that is all its own. */
    CELL,
    /** Either. */
    BOTH
  }

  /** Checks the name and copies the lists. */
  public MagicSpec {
    if (!requireNonNull(name, "name is null").matches("[A-Za-z]\\w*")) {
      throw new IllegalArgumentException("A magic cannot be called \"" + name + "\".");
    }
    requireNonNull(kind, "kind is null");
    requireNonNull(arguments, "arguments is null");
    requireNonNull(summary, "summary is null");
    options = List.copyOf(options);
    examples = List.copyOf(examples);
  }

  /** A magic that stands on a line. */
  public static MagicSpec line(String name, String arguments, String summary) {
    return new MagicSpec(name, Kind.LINE, arguments, summary, List.of(), List.of(), false);
  }

  /** A magic that heads a cell. */
  public static MagicSpec cell(String name, String arguments, String summary) {
    return new MagicSpec(name, Kind.CELL, arguments, summary, List.of(), List.of(), false);
  }

  /** A magic that may do both. */
  public static MagicSpec both(String name, String arguments, String summary) {
    return new MagicSpec(name, Kind.BOTH, arguments, summary, List.of(), List.of(), false);
  }

  /** The same with an option that has a value. */
  public MagicSpec option(String option, String value, String help) {
    return with(added(options, new MagicOption(option, value, help)), examples, isCode);
  }

  /** The same with an option that has none. */
  public MagicSpec flag(String option, String help) {
    return option(option, "", help);
  }

  /** The same with one more example. */
  public MagicSpec example(String cell) {
    return with(options, added(examples, cell), isCode);
  }

  /** The same, its arguments being Java. */
  public MagicSpec takingCode() {
    return with(options, examples, true);
  }

  private MagicSpec with(List<MagicOption> newOptions, List<String> newExamples, boolean code) {
    return new MagicSpec(name, kind, arguments, summary, newOptions, newExamples, code);
  }

  private static <T> List<T> added(List<T> list, T last) {
    List<T> longer = new ArrayList<>(list);
    longer.add(last);
    return longer;
  }

  /** With its per cent signs; those of a line where it may be both. */
  public String title() {
    return (kind == Kind.CELL ? "%%" : "%") + name;
  }

  boolean fits(boolean cell) {
    return kind == Kind.BOTH || (kind == Kind.CELL) == cell;
  }

  Optional<MagicOption> find(String option) {
    return options.stream().filter(each -> each.name().equals(option)).findFirst();
  }

  /** How it is written, one way a line. */
  List<String> usage() {
    Stream<String> optional =
        options.size() > FEW
            ? Stream.of("[OPTION…]")
            : options.stream().map(option -> "[" + option.usage() + "]");
    String words =
        Stream.concat(optional, Stream.of(arguments))
            .filter(word -> !word.isEmpty())
            .collect(Collectors.joining(" "));
    Stream<String> titles = kind == Kind.BOTH ? Stream.of("%", "%%") : Stream.of("");
    return titles
        .map(signs -> ((signs.isEmpty() ? title() : signs + name) + " " + words).strip())
        .toList();
  }
}
