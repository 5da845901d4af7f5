package dev.zoetrope.backend;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Blots keys out of what a server says, letter by letter or escaped as JSON, addresses and HTML do.
 */
final class KeyMask {
  private static final String MARK = "[key]";

  private final List<String> keys;
  private final Pattern pattern;

  KeyMask(List<String> keys) {
    this.keys = List.copyOf(keys);
    // Of two that begin alike the longer one.
    this.pattern =
        Pattern.compile(
            keys.stream()
                .sorted((a, b) -> b.length() - a.length())
                .map(KeyMask::pattern)
                .collect(Collectors.joining("|")));
  }

  private static String pattern(String key) {
    return key.chars().mapToObj(KeyMask::letter).collect(Collectors.joining());
  }

  private static String letter(int c) {
    String hex = String.format(Locale.ROOT, "%02x", c);
    return "(?:"
        + escapes(0, c)
        + Pattern.quote(Character.toString(c))
        + "|(?i:"
        + escapes(1, 'u')
        + "u00"
        + hex
        + "|%"
        + hex
        + "|&#0{0,8}"
        + c
        + ";|&#x0{0,8}"
        + hex
        + ";))";
  }

  /**
   * The backslashes before a letter; JSON in JSON doubles them. Bounded and taken whole, or a long
   * row of them would be searched again from each of them.
   */
  private static String escapes(int least, int letter) {
    return "\\\\{" + least + ",15}" + (letter == '\\' ? "" : "+");
  }

  /** The text without keys. */
  String of(String text) {
    return keys.isEmpty() ? text : pattern.matcher(text).replaceAll(Matcher.quoteReplacement(MARK));
  }

  /** How many letters at the end of a text may be the beginning of a key. */
  private int begun(String text) {
    int most = 0;
    for (String key : keys) {
      for (int length = Math.min(key.length() - 1, text.length()); length > most; length--) {
        if (text.regionMatches(text.length() - length, key, 0, length)) {
          most = length;
        }
      }
    }
    return most;
  }

  /**
   * A listener that hears the pieces of an answer without keys, also where one stands across
   * pieces: letters that may be the beginning of one are told with what follows.
   */
  Consumer<TokenEvent> before(Consumer<? super TokenEvent> sink) {
    return keys.isEmpty() ? sink::accept : new Held(sink);
  }

  private final class Held implements Consumer<TokenEvent> {
    private final Consumer<? super TokenEvent> sink;
    private String letters = "";
    private boolean reasoning;
    private long at;

    Held(Consumer<? super TokenEvent> sink) {
      this.sink = sink;
    }

    @Override
    public void accept(TokenEvent event) {
      if (event instanceof TokenEvent.Delta delta) {
        if (delta.reasoning() != reasoning) {
          release();
        }
        reasoning = delta.reasoning();
        at = delta.atNanos();
        String text = of(letters + delta.text());
        int shown = text.length() - begun(text);
        letters = text.substring(shown);
        sink.accept(new TokenEvent.Delta(at, text.substring(0, shown), reasoning));
      } else {
        release();
        sink.accept(event);
      }
    }

    private void release() {
      if (!letters.isEmpty()) {
        String rest = letters;
        letters = "";
        sink.accept(new TokenEvent.Delta(at, rest, reasoning));
      }
    }
  }
}
