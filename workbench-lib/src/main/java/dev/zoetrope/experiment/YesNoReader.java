package dev.zoetrope.experiment;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads yes or no where an answer begins with it and does not say the other one, too. */
final class YesNoReader {
  /** "No idea" and "no picture was given" are no answers. */
  private static final Pattern FIRST =
      Pattern.compile(
          "(?:(yes)(?![\\p{L}\\p{N}])|no(?=$| ?[,.;:!]| -| (?:it|they|he|she|the|there|this|that)(?!\\p{L})))"
              + "(.*)");

  private static final Pattern OTHER_WAY =
      Pattern.compile(
          "(?<!\\p{L})(?:or|maybe|perhaps|unsure|unclear)(?!\\p{L})|n't (?:know|tell|say|see)");

  private static final Pattern YES = Pattern.compile("(?<!\\p{L})yes(?!\\p{L})");
  private static final Pattern NO = Pattern.compile("(?<!\\p{L})no(?!\\p{L})");

  private YesNoReader() {}

  static Optional<String> read(String answer) {
    return Naming.agreed(answer, YesNoReader::claim);
  }

  private static Optional<String> claim(String text) {
    Matcher first = FIRST.matcher(text);
    if (!first.matches()) {
      return Optional.empty();
    }
    boolean yes = first.group(1) != null;
    String rest = first.group(2);
    boolean both = (yes ? NO : YES).matcher(rest).find() || OTHER_WAY.matcher(rest).find();
    return both ? Optional.empty() : Optional.of(yes ? "yes" : "no");
  }
}
