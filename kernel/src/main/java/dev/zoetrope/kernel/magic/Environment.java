package dev.zoetrope.kernel.magic;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The environment of the programs that cells start: that of the kernel, and what was set since. */
final class Environment {
  private static final Pattern SECRET =
      Pattern.compile("KEY|TOKEN|SECRET|PASS(WORD|WD|PHRASE)|CREDENTIAL|AUTH|COOKIE");

  private final Map<String, String> variables;
  private final Map<String, Optional<String>> changes = new TreeMap<>();

  Environment(Map<String, String> inherited) {
    variables = new TreeMap<>(inherited);
  }

  synchronized void set(String name, String value) {
    variables.put(name, value);
    changes.put(name, Optional.of(value));
  }

  synchronized void unset(String name) {
    variables.remove(name);
    changes.put(name, Optional.empty());
  }

  /** All of it; the values of what looks like a secret are left out. */
  synchronized Map<String, String> shown() {
    Map<String, String> shown = new TreeMap<>(variables);
    shown.replaceAll((name, value) -> isSecret(name) && !value.isEmpty() ? "(hidden)" : value);
    return shown;
  }

  /** Changes the environment of a process to be. */
  synchronized void applyTo(Map<String, String> process) {
    changes.forEach(
        (name, value) ->
            value.ifPresentOrElse(text -> process.put(name, text), () -> process.remove(name)));
  }

  private static boolean isSecret(String name) {
    return SECRET.matcher(name.toUpperCase(Locale.ROOT)).find();
  }
}
