package dev.zoetrope.kernel.magic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a call, taken apart as its magic's spec says.
 *
 * @param words what is no option
 * @param options the values of each option; of a flag an empty text
 * @param code of a magic that takes code, all after the options as it is written
 */
record Arguments(List<String> words, Map<String, List<String>> options, String code) {
  static Arguments parse(MagicSpec spec, String line) {
    return spec.isCode() ? parseCode(spec, line) : parseWords(spec, Words.of(line));
  }

  private static Arguments parseWords(MagicSpec spec, List<String> line) {
    List<String> words = new ArrayList<>();
    Map<String, List<String>> options = new LinkedHashMap<>();
    for (int i = 0; i < line.size(); i++) {
      String word = line.get(i);
      if (!word.startsWith("--")) {
        words.add(word);
      } else if (takeOption(spec, word, i + 1 < line.size() ? line.get(i + 1) : null, options)) {
        i++;
      }
    }
    if (!words.isEmpty() && spec.arguments().isEmpty()) {
      throw wrong(spec, title(spec) + " takes no arguments, but was given " + words + ".");
    }
    return new Arguments(words, options, "");
  }

  /** Options end where the code begins. */
  private static Arguments parseCode(MagicSpec spec, String line) {
    Map<String, List<String>> options = new LinkedHashMap<>();
    String rest = line.stripLeading();
    while (rest.matches("--[a-z].*")) {
      String[] words = rest.split("\\s+", 3);
      boolean withNext = takeOption(spec, words[0], words.length > 1 ? words[1] : null, options);
      String after = rest.substring(words[0].length()).stripLeading();
      rest = withNext ? after.substring(words[1].length()).stripLeading() : after;
    }
    return new Arguments(List.of(), options, rest);
  }

  /** Whether the option took the next word as its value. */
  private static boolean takeOption(
      MagicSpec spec, String word, @Nullable String next, Map<String, List<String>> options) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    MagicOption option = spec.find(name).orElseThrow(() -> unknown(spec, name));
    boolean isWhole = equals >= 0;
    if (option.isFlag() && isWhole) {
      throw wrong(spec, name + " takes no value.");
    }
    if (!option.isFlag() && !isWhole && next == null) {
      throw wrong(spec, name + " needs a value: " + option.usage() + ".");
    }
    boolean takesNext = !option.isFlag() && !isWhole;
    String value = isWhole ? word.substring(equals + 1) : takesNext && next != null ? next : "";
    options.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
    return takesNext;
  }

  private static MagicException unknown(MagicSpec spec, String name) {
    List<String> names = spec.options().stream().map(MagicOption::name).toList();
    Optional<String> meant = Nearest.to(name, names);
    String question = meant.map(each -> " Did you mean " + each + "?").orElse("");
    return wrong(spec, title(spec) + " has no option " + name + "." + question);
  }

  static MagicException wrong(MagicSpec spec, String sentence) {
    String usage = "Usage: " + String.join("   or   ", spec.usage());
    return new MagicException(sentence, usage + "; %help " + spec.name() + " tells more.");
  }

  private static String title(MagicSpec spec) {
    return spec.title();
  }
}
