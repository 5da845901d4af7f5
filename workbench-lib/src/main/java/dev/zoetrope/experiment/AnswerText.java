package dev.zoetrope.experiment;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes answers alike that differ in dress only. What a model writes is hostile: every step takes
 * time in proportion to a length that has a limit.
 */
final class AnswerText {
  /** Whoever writes more has not answered a question that a rule knows. */
  static final int LONGEST = 10_000;

  private static final Pattern RAISED = Pattern.compile("([⁰¹²³⁴-⁹₀-₉])");
  private static final Pattern DIGIT = Pattern.compile("[\\p{Nd}&&[^0-9]]");
  private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");
  private static final Pattern APOSTROPHE = Pattern.compile("[‘’ʼ´]");
  private static final Pattern DASH = Pattern.compile("[‐-―−]");
  private static final Pattern DRESS = Pattern.compile("[*_`#~\"“”„«»|\\p{Cc}\\p{Z}]+");
  private static final Pattern QUESTION = Pattern.compile("(?<=^|[.!?])[^.!?]*+\\?");
  private static final String TAIL = ".!,;: ";
  private static final Pattern MARK =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}])(?:answer|option|choice)(?: is)? ?(?:[:=]|(?<= is)) ?|\\\\boxed ?\\{");
  private static final String THINK = "<think>";
  private static final String THOUGHT = "</think>";

  private AnswerText() {}

  /** In small letters, without marks of style and case; empty for what is too long to be read. */
  static String plain(String text) {
    if (text.length() > LONGEST) {
      return "";
    }
    String raised = RAISED.matcher(unthought(text)).replaceAll("^$1");
    String small = Normalizer.normalize(raised, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    String seen = INVISIBLE.matcher(small).replaceAll("");
    String ascii = DIGIT.matcher(seen).replaceAll(m -> digit(m.group()));
    String quoted = APOSTROPHE.matcher(ascii).replaceAll("'");
    String bare = DRESS.matcher(DASH.matcher(quoted).replaceAll("-")).replaceAll(" ").strip();
    return bare.length() > LONGEST ? "" : bare;
  }

  private static String digit(String digit) {
    return String.valueOf(Character.getNumericValue(digit.codePointAt(0)));
  }

  /** What was thought aloud is no answer, and a thought that never ends holds none. */
  private static String unthought(String text) {
    String stripped = text.strip();
    if (!stripped.startsWith(THINK)) {
      return text;
    }
    int end = stripped.lastIndexOf(THOUGHT);
    return end < 0 ? "" : stripped.substring(end + THOUGHT.length());
  }

  /** A word or option as it stands in a plain answer. */
  static String form(String option) {
    return untailed(plain(option));
  }

  private static String untailed(String text) {
    int end = text.length();
    while (end > 0 && TAIL.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(0, end);
  }

  /** What follows each "answer:", or all of it where there is none; questions are left out. */
  static List<String> claims(String answer) {
    String told = QUESTION.matcher(plain(answer)).replaceAll("").strip();
    Matcher mark = MARK.matcher(told);
    List<String> claims = new ArrayList<>();
    int from = -1;
    while (mark.find()) {
      if (from >= 0) {
        claims.add(claim(told.substring(from, mark.start())));
      }
      from = mark.end();
    }
    claims.add(claim(from < 0 ? told : told.substring(from)));
    return claims;
  }

  private static String claim(String text) {
    return untailed(text.replace('}', ' ').strip());
  }
}
